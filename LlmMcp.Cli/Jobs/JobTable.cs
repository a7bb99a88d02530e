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

    private static Table Table(IReadOnlyList<Job> jobs, int width, DateTimeOffset now)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var heading in new[] { "id", "status", "kind", "source", "age", "tries", "device" })
        {
            table.AddColumn(new TableColumn($"[dim]{heading}[/]").NoWrap());
        }

        // Id, status, age and tries need 62 columns with their padding; the names share what is left.
        var room = Math.Max(6, (width - 62) / 3);
        foreach (var job in jobs)
        {
            table.AddRow(
                new Markup(Cell(job.Id, 36)),
                new Markup(StatusMarkup(job.Status)),
                new Markup(Cell(job.Kind, room)),
                new Markup(Cell(job.Source ?? string.Empty, room)),
                new Markup(Age.Of(job.QueuedAt, now)),
                new Markup($"{job.Attempts}/{job.MaxAttempts}"),
                new Markup(Cell(job.DeviceId ?? string.Empty, room)));
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
