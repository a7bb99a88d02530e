namespace LlmMcp.EmbeddedPostgres;

/// <summary>The file that catches what initdb or the server prints before any better log exists.</summary>
internal static class StartLog
{
    private const int MaxTail = 2000;

    /// <summary>The last lines of a file, at most 2000 characters; "(no output)" when there are none.</summary>
    public static string Tail(string path) => Trim(File.Exists(path) ? File.ReadAllText(path) : "");

    /// <summary>The end of a text, at most 2000 characters; "(no output)" when it is empty.</summary>
    public static string Trim(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length == 0 ? "(no output)" : trimmed[Math.Max(0, trimmed.Length - MaxTail)..];
    }
}
