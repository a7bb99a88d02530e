using System.Text;

namespace LlmMcp.Cli.Terminals;

/// <summary>
/// Text that others wrote (a model's answer, an error of a node, a job's source), made safe for a screen: control
/// characters other than tab and line feed are dropped, or an answer could move the cursor, retitle the window or hide what
/// follows. Pipes and files get the text as it is.
/// </summary>
internal static class ScreenText
{
    public static string Safe(string text)
    {
        if (!text.AsSpan().ContainsAny(Controls))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is '\n' or '\t' || !char.IsControl(character))
            {
                safe.Append(character);
            }
        }

        return safe.ToString();
    }

    /// <summary>The same on one line, at most <paramref name="length"/> characters, with an ellipsis when cut.</summary>
    public static string OneLine(string text, int length)
    {
        var line = Safe(text).ReplaceLineEndings(" ").Replace('\t', ' ').Trim();
        return line.Length <= length ? line : string.Concat(line.AsSpan(0, Math.Max(0, length - 1)), "…");
    }

    private static readonly System.Buffers.SearchValues<char> Controls = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(character => char.IsControl(character) && character is not ('\n' or '\t'))]);
}
