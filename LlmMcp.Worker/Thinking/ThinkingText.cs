namespace LlmMcp.Worker.Thinking;

/// <summary>An answer taken apart: what is for the reader, and the chain of thought before it.</summary>
/// <param name="Response">The answer without the thought; untouched when there is none.</param>
/// <param name="Thinking">The trimmed thought; empty when there is none.</param>
internal readonly record struct ThinkingText(string Response, string Thinking)
{
    public const string OpenTag = "<think>";
    public const string CloseTag = "</think>";

    /// <summary>
    /// Takes out the first <c>&lt;think&gt;…&lt;/think&gt;</c>. Later ones stay: a model that explains the tag must be able to
    /// write it. A tag that is never closed leaves the text as it was.
    /// </summary>
    public static ThinkingText Split(string text)
    {
        var open = text.IndexOf(OpenTag, StringComparison.Ordinal);
        var close = open < 0 ? -1 : text.IndexOf(CloseTag, open + OpenTag.Length, StringComparison.Ordinal);
        return close < 0
            ? new ThinkingText(text, "")
            : new ThinkingText(
                string.Concat(text.AsSpan(0, open), text.AsSpan(close + CloseTag.Length)).Trim(),
                text[(open + OpenTag.Length)..close].Trim());
    }
}
