namespace LlmMcp.Cli.Up;

/// <summary>Where <c>up</c> keeps its database unless told otherwise: the system's place for state that belongs to one user.</summary>
internal static class DataDirectory
{
    private const string Name = "llm-mcp";

    public static string Default(CliHost host)
    {
        var home = host.Variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
        {
            return Path.Combine(home, "Library", "Application Support", Name);
        }

        // The specification says that a relative path is to be ignored.
        return host.Variable("XDG_STATE_HOME") is { } state && Path.IsPathRooted(state)
            ? Path.Combine(state, Name)
            : Path.Combine(home, ".local", "state", Name);
    }
}
