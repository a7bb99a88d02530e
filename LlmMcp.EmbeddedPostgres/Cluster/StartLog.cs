namespace LlmMcp.EmbeddedPostgres;

/// <summary>The file that catches what initdb or the server prints before any better log exists.</summary>
internal static class StartLog
{
    private const int MaxTail = 2000;

    /// <summary>The last lines, at most 2000 characters; "(no output)" when there are none.</summary>
    public static string Tail(string path)
    {
        var text = File.Exists(path) ? File.ReadAllText(path).Trim() : "";
        return text.Length == 0 ? "(no output)" : text[Math.Max(0, text.Length - MaxTail)..];
    }
}
