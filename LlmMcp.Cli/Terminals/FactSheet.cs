using System.Text.Json;
using LlmMcp.Cli.CoreApi;
using Spectre.Console;

namespace LlmMcp.Cli.Terminals;

/// <summary>One thing, a line for each fact it has, whatever Core calls them. Empty ones are left out.</summary>
internal static class FactSheet
{
    private const int LongestValue = 2000;

    public static void Write(JsonElement facts, Terminal terminal)
    {
        var known = facts.EnumerateMembers().Select(static fact => (fact.Name, Text: Text(fact.Value))).Where(static fact => fact.Text.Length > 0).ToList();
        var width = known.Count == 0 ? 0 : Math.Min(20, known.Max(static fact => fact.Name.Length));
        var canvas = terminal.Canvas();
        foreach (var (name, text) in known)
        {
            canvas.MarkupLine($"[dim]{Markup.Escape(ScreenText.OneLine(name, width).PadRight(width))}[/] {Markup.Escape(terminal.OutIsScreen ? ScreenText.OneLine(text, LongestValue) : text)}");
        }
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => string.Empty,
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
        JsonValueKind.Object => string.Join(", ", value.EnumerateMembers().Where(static member => Text(member.Value).Length > 0).Select(static member => $"{member.Name} {Text(member.Value)}")),
        _ => value.GetRawText(),
    };
}
