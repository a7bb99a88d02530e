namespace LlmMcp.McpBridge.Tools;

/// <summary>How much a tool answers at most. A model pays for every character it is shown; the rest stays one link away.</summary>
internal static class ToolBounds
{
    /// <summary>Characters of an answer's text.</summary>
    public const int Answer = 48_000;

    /// <summary>Characters of a chain of thought.</summary>
    public const int Thinking = 8_000;

    /// <summary>Characters of a text shown as a sample, such as a prompt in a list.</summary>
    public const int Sample = 200;

    /// <summary>Entries of a list.</summary>
    public const int Items = 100;

    /// <summary>The beginning of a text, and whether something is missing. Never ends within a surrogate pair.</summary>
    public static (string? Text, bool Cut) Cut(string? text, int most)
    {
        if (text is null || text.Length <= most)
        {
            return (text, false);
        }

        var length = most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return (text[..length], true);
    }
}
