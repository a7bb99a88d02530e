using System.Globalization;
using System.Text;

namespace LlmMcp.Telemetry.Texts;

/// <summary>Foreign text in ours.</summary>
internal static class Words
{
    /// <summary>One line without what a terminal or a message would choke on.</summary>
    public static string OneLine(string? text)
    {
        var line = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune))
            {
                if (line.Length > 0 && line[^1] != ' ')
                {
                    line.Append(' ');
                }
            }
            else
            {
                line.Append(rune.ToString());
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>At most so many characters as people count them; what they see as one is never cut in half.</summary>
    public static string Cut(string text, int most)
    {
        var characters = StringInfo.ParseCombiningCharacters(text);
        return characters.Length <= most ? text : text[..characters[most]];
    }

    /// <summary>At most so many UTF-16 units, which is what Telegram counts; whole characters only.</summary>
    public static string CutUnits(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var end = 0;
        foreach (var start in StringInfo.ParseCombiningCharacters(text))
        {
            if (start > most)
            {
                break;
            }

            end = start;
        }

        return text[..end];
    }
}
