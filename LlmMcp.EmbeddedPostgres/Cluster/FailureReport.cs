namespace LlmMcp.EmbeddedPostgres;

/// <summary>
/// Tells why one start failed. Once the server's log collector has taken over, the reason is in the server's own log, behind
/// whatever earlier runs wrote there; so the end of that log is noted before the start.
/// </summary>
internal sealed class FailureReport(DataLayout layout, TimeProvider timeProvider)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly (string? Path, long Length) before = Newest(layout);

    /// <summary>What the server said; the collector is a process of its own and may write the last lines after the server's end.</summary>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var output = StartLog.Tail(layout.StartLog);
        if (!output.Contains("logging collector", StringComparison.Ordinal))
        {
            return output;
        }

        var since = timeProvider.GetTimestamp();
        var log = ReadNew();
        while (!TellsWhy(log) && timeProvider.GetElapsedTime(since) < Patience)
        {
            await Task.Delay(LookInterval, timeProvider, cancellationToken);
            log = ReadNew();
        }

        return StartLog.Trim(log);
    }

    private static bool TellsWhy(string log) =>
        log.Contains("FATAL:", StringComparison.Ordinal) || log.Contains("PANIC:", StringComparison.Ordinal);

    private static (string? Path, long Length) Newest(DataLayout layout) =>
        Directory.Exists(layout.LogDirectory)
        && new DirectoryInfo(layout.LogDirectory).EnumerateFiles().MaxBy(file => file.LastWriteTimeUtc) is { } newest
            ? (newest.FullName, newest.Length)
            : (null, 0);

    private string ReadNew()
    {
        var now = Newest(layout);
        if (now.Path is null)
        {
            return "";
        }

        using var file = new FileStream(now.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = now.Path == before.Path && now.Length >= before.Length ? before.Length : 0;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
