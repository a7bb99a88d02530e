namespace LlmMcp.Core.Discovery.Tailscale;

/// <summary>Where a program lies.</summary>
internal static class ProgramPath
{
    /// <summary>The file that would be started as <paramref name="program"/>; null when there is none.</summary>
    public static string? Find(string program)
    {
        if (program.AsSpan().ContainsAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar))
        {
            return File.Exists(program) ? program : null;
        }

        string[] names = OperatingSystem.IsWindows() ? [program, $"{program}.exe"] : [program];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(directory => names.Select(name => Path.Combine(directory, name)))
            .FirstOrDefault(File.Exists);
    }
}
