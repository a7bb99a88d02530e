namespace LlmMcp.EmbeddedPostgres;

/// <summary>The files that tell why initdb or the server did not come up.</summary>
internal static class StartLog
{
    private const int MaxTail = 2000;

    /// <summary>The last lines of a file, at most 2000 characters; "(no output)" when there are none.</summary>
    public static string Tail(string path)
    {
        var text = File.Exists(path) ? File.ReadAllText(path).Trim() : "";
        return text.Length == 0 ? "(no output)" : text[Math.Max(0, text.Length - MaxTail)..];
    }

    /// <summary>What the server said at its last start: to its output, and to its own log once that had taken over.</summary>
    public static string Tail(DataLayout layout)
    {
        var output = Tail(layout.StartLog);
        return output.Contains("logging collector", StringComparison.Ordinal) && NewestLog(layout) is { } newest ? Tail(newest) : output;
    }

    private static string? NewestLog(DataLayout layout) =>
        Directory.Exists(layout.LogDirectory)
            ? Directory.EnumerateFiles(layout.LogDirectory).MaxBy(File.GetLastWriteTimeUtc)
            : null;
}
