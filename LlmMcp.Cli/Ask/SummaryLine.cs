using System.Text;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Ask;

/// <summary>The line of facts under an answer. On a narrow screen it breaks between facts, never inside one.</summary>
internal static class SummaryLine
{
    private const string Separator = " · ";

    public static void Write(AskFacts facts, Terminal terminal)
    {
        var note = new SideNote(terminal);
        foreach (var line in Break(facts.Parts().Select(part => ScreenText.OneLine(part, 200)), terminal.Width))
        {
            note.Write(line);
        }
    }

    private static IEnumerable<string> Break(IEnumerable<string> parts, int width)
    {
        var line = new StringBuilder();
        foreach (var part in parts)
        {
            if (line.Length > 0 && line.Length + Separator.Length + part.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? Separator : string.Empty).Append(part);
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }
}
