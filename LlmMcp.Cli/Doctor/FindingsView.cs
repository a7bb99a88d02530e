using LlmMcp.Cli.Terminals;
using Spectre.Console;

namespace LlmMcp.Cli.Doctor;

/// <summary>Findings by topic, each with a sign that also reads without color, and the way out below it.</summary>
internal static class FindingsView
{
    public static void Write(IReadOnlyList<Finding> findings, Terminal terminal)
    {
        var canvas = terminal.Canvas();
        foreach (var topic in findings.GroupBy(finding => finding.Topic))
        {
            canvas.MarkupLineInterpolated($"[bold]{topic.Key}[/]");
            foreach (var finding in topic)
            {
                canvas.Write(Entry(Sign(finding.Verdict), $"{Safe(finding.Subject)}: {Safe(finding.Detail)}"));
                if (finding.Fix is { } fix)
                {
                    canvas.Write(Entry(" ", $"→ {Safe(fix)}"));
                }
            }
        }

        canvas.WriteLine();
        canvas.MarkupLine(Verdicts(findings));
    }

    /// <summary>A grid, so that lines that do not fit go on under their text and not under the sign.</summary>
    private static Grid Entry(string signMarkup, string text)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { Padding = new Padding(1, 0, 1, 0), Width = 1, NoWrap = true });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        grid.AddRow(signMarkup, Markup.Escape(text));
        return grid;
    }

    private static string Sign(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "[green]✓[/]",
        Verdict.Warning => "[yellow]![/]",
        Verdict.Problem => "[red]✗[/]",
        _ => "[dim]·[/]",
    };

    private static string Verdicts(IReadOnlyList<Finding> findings)
    {
        var problems = findings.Count(finding => finding.Verdict == Verdict.Problem);
        var warnings = findings.Count(finding => finding.Verdict == Verdict.Warning);
        return (problems, warnings) switch
        {
            (0, 0) => "[green]All is well.[/]",
            (0, _) => $"[yellow]{Count(warnings, "warning")}[/], nothing broken.",
            _ => $"[red]{Count(problems, "problem")}[/], {Count(warnings, "warning")}.",
        };
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    private static string Safe(string text) => ScreenText.OneLine(text, 500);
}
