using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LlmMcp.Cli.Jobs;

/// <summary>Jobs on a screen: a table, or two lines for each where a table has no room.</summary>
internal static class JobTable
{
    public static IRenderable Of(IReadOnlyList<Job> jobs, Terminal terminal, DateTimeOffset now) =>
        terminal.IsNarrow ? Stacked(jobs, terminal.Width, now) : Table(jobs, terminal.Width, now);

    public static string StatusMarkup(string status) => status switch
    {
        JobStatus.Done => "[green]done[/]",
        JobStatus.Error => "[red]error[/]",
        JobStatus.Running => "[blue]running[/]",
        JobStatus.Canceled => "[yellow]canceled[/]",
        _ => Markup.Escape(ScreenText.OneLine(status, 20)),
    };

    /// <summary>What a screen has room for: 80 columns hold id, status, age and kind; more columns come with the width.</summary>
    private static Table Table(IReadOnlyList<Job> jobs, int width, DateTimeOffset now)
    {
        const int gap = 2;
        (string Heading, int Width, Func<Job, string> Markup)[] columns =
        [
            ("id", 36, job => Cell(job.Id, 36)),
            ("status", 8, job => StatusMarkup(job.Status)),
            ("age", 4, job => Age.Of(job.QueuedAt, now)),
            ("kind", 20, job => Cell(job.Kind, 20)),
            ("device", 18, job => Cell(job.DeviceId ?? string.Empty, 18)),
            ("tries", 5, job => $"{job.Attempts}/{job.MaxAttempts}"),
            ("source", 16, job => Cell(job.Source ?? string.Empty, 16)),
        ];
        var room = width;
        var shown = columns.TakeWhile(column => (room -= column.Width + gap) >= 0).ToArray();

        var table = new Table().Border(TableBorder.None);
        foreach (var (heading, _, _) in shown)
        {
            table.AddColumn(new TableColumn($"[dim]{heading}[/]") { Padding = new Padding(0, 0, gap, 0), NoWrap = true });
        }

        foreach (var job in jobs)
        {
            table.AddRow([.. shown.Select(column => new Markup(column.Markup(job)))]);
        }

        return table;
    }

    private static Rows Stacked(IReadOnlyList<Job> jobs, int width, DateTimeOffset now) => new(jobs.SelectMany(job => new IRenderable[]
    {
        new Markup(Cell(job.Id, width)),
        new Markup($"  {StatusMarkup(job.Status)} {Cell(job.Kind, Math.Max(6, width - 20))} [dim]{Age.Of(job.QueuedAt, now)}[/]"),
    }));

    private static string Cell(string text, int width) => Markup.Escape(ScreenText.OneLine(text, width));
}
