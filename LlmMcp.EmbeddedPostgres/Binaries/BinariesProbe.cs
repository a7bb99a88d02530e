using System.ComponentModel;
using System.Text.RegularExpressions;

namespace LlmMcp.EmbeddedPostgres;

/// <summary>Runs what a directory claims to be a server. A binary of another libc or processor passes every check but this one.</summary>
internal static partial class BinariesProbe
{
    /// <summary>The binaries, or null when they are absent, do not run, or are older than <see cref="PostgresSearch.OldestMajor"/>.</summary>
    public static async Task<PostgresBinaries?> ProbeAsync(string directory, string source, CancellationToken cancellationToken)
    {
        // Debian links /usr/local/bin/initdb elsewhere; a server finds its share directory from where it really lives.
        var postgres = Resolve(Path.Combine(directory, "postgres"));
        if (postgres is null || Path.GetDirectoryName(postgres) is not { } home || !UnixFiles.IsExecutable(Path.Combine(home, "initdb")))
        {
            return null;
        }

        try
        {
            var run = await ToolRun.RunAsync(postgres, ["--version"], "/", cancellationToken);
            return run.ExitCode == 0 && ParseVersion(run.Output) is { } version && PostgresBinaries.ParseMajor(version) >= PostgresSearch.OldestMajor
                ? new PostgresBinaries(home, version, source)
                : null;
        }
        catch (Win32Exception)
        {
            // Not executable on this machine (wrong format): the same as absent, the next place may serve.
            return null;
        }
    }

    /// <summary>The version in "postgres (PostgreSQL) 15.18 (Debian …)", also "18beta1"; null when there is none.</summary>
    public static string? ParseVersion(string output) =>
        VersionPattern().Match(output) is { Success: true } match ? match.Groups["version"].Value : null;

    private static string? Resolve(string path) =>
        UnixFiles.IsExecutable(path) ? new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path : null;

    [GeneratedRegex(@"\(PostgreSQL\) (?<version>[0-9]+[0-9A-Za-z.]*)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex VersionPattern();
}
