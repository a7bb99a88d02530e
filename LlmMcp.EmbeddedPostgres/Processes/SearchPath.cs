namespace LlmMcp.EmbeddedPostgres;

/// <summary>Looks programs up as a shell would.</summary>
internal static class SearchPath
{
    /// <summary>The directories of PATH; empty entries are left out because "the current directory" is nobody's intent here.</summary>
    public static IEnumerable<string> Directories =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The full path of a program, or null.</summary>
    public static string? Find(string program) =>
        Directories.Select(directory => Path.Combine(directory, program)).FirstOrDefault(UnixFiles.IsExecutable);
}
