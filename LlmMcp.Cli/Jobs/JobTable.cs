using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LlmMcp.Cli.Jobs;

/// <summary>Jobs on a screen: a table, or two lines for each where a table has no room.</summary>
internal static class JobTable
{
    public static IRenderable Of(IReadOnlyList<Job> jobs, Terminal terminal, DateTimeOffset now) =>
        terminal.IsNarrow ? Stacked(jobs, terminal.Width, now) : ListView.Table(jobs, Columns(now), terminal.Width);

    public static string StatusMarkup(string status) =>
        StatusColor(status) is { } color ? $"[{color}]{Markup.Escape(ScreenText.OneLine(status, 20))}[/]" : Markup.Escape(ScreenText.OneLine(status, 20));

    public static string? StatusColor(string status) => status switch
    {
        JobStatus.Done => "green",
        JobStatus.Error => "red",
        JobStatus.Running => "blue",
        JobStatus.Canceled => "yellow",
        _ => null,
    };

    /// <summary>What a screen has room for: 80 columns hold id, status, age and kind; more columns come with the width.</summary>
    private static IReadOnlyList<Column<Job>> Columns(DateTimeOffset now) =>
    [
        new("id", 36, static job => job.Id),
        new("status", 8, static job => job.Status) { Color = static job => StatusColor(job.Status) },
        new("age", 4, job => Age.Of(job.QueuedAt, now)),
        new("kind", 20, static job => job.Kind),
        new("device", 18, static job => job.DeviceId),
        new("tries", 5, static job => $"{job.Attempts}/{job.MaxAttempts}"),
        new("source", 16, static job => job.Source),
    ];

    private static Rows Stacked(IReadOnlyList<Job> jobs, int width, DateTimeOffset now) => new(jobs.SelectMany(job => new IRenderable[]
    {
        new Markup(Cell(job.Id, width)),
        new Markup($"  {StatusMarkup(job.Status)} {Cell(job.Kind, Math.Max(6, width - 20))} [dim]{Age.Of(job.QueuedAt, now)}[/]"),
    }));

    private static string Cell(string text, int width) => Markup.Escape(ScreenText.OneLine(text, width));
}
