using System.Text.Json;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;
using Spectre.Console;

namespace LlmMcp.Cli.Route;

/// <summary>A decision as people read it: the choice, why, who else, and who not.</summary>
internal static class RouteView
{
    private static readonly IReadOnlyList<Column<(int Place, JsonElement Raw)>> CandidateColumns =
    [
        new("", 3, static row => $"{row.Place}.") { Right = true },
        new("device", 32, static row => row.Raw.Text("device")),
        new("model", 32, static row => row.Raw.Text("model")),
        new("tier", 13, static row => row.Raw.Text("tier")),
        new("loaded", 6, static row => row.Raw.Flag("loaded") ? "yes" : null),
        new("tok/s", 7, static row => Figures.Speed(row.Raw.Number("tokens_per_second"))) { Right = true },
        new("why", 100, static row => row.Raw.Text("why")),
    ];

    private static readonly IReadOnlyList<Column<JsonElement>> RejectedColumns =
    [
        new("device", 32, static row => row.Text("device") ?? "any"),
        new("model", 32, static row => row.Text("model") ?? "any"),
        new("reason", 60, static row => row.Text("reason")) { Color = static _ => "yellow" },
        new("detail", 100, static row => row.Text("detail")),
    ];

    private static readonly IReadOnlyList<Column<(string Place, string? Device, string? Model, string? Why)>> PipedColumns =
    [
        new("place", 9, static row => row.Place),
        new("device", 32, static row => row.Device),
        new("model", 32, static row => row.Model),
        new("why", 100, static row => row.Why),
    ];

    public static void Write(RouteDecision decision, Terminal terminal)
    {
        if (!terminal.OutIsScreen)
        {
            ListView.WriteLines(
                terminal,
                [
                    (decision.Waits ? "waits" : "decision", decision.Device ?? decision.Provider, decision.Model, string.Join("; ", decision.Reasons)),
                    .. decision.Candidates.Select(static raw => ("candidate", raw.Text("device"), raw.Text("model"), raw.Text("why"))),
                    .. decision.Rejected.Select(static raw => ("rejected", raw.Text("device"), raw.Text("model"), raw.Text("reason"))),
                ],
                PipedColumns);
            return;
        }

        var canvas = terminal.Canvas();
        canvas.MarkupLine(Headline(decision));
        canvas.MarkupLine($"[dim]{Escape(string.Join(" · ", decision.Facts()))}[/]");
        foreach (var reason in decision.Reasons)
        {
            canvas.MarkupLine($"  {Escape(reason)}");
        }

        if (decision.Candidates.Count > 0)
        {
            canvas.MarkupLine("\n[bold]Candidates, best first[/]");
            canvas.Write(ListView.Table([.. decision.Candidates.Select(static (raw, index) => (index + 1, raw))], CandidateColumns, terminal.Width));
        }

        WriteRejected(decision, terminal, canvas);
    }

    private static void WriteRejected(RouteDecision decision, Terminal terminal, IAnsiConsole canvas)
    {
        if (decision.Rejected.Count > 0)
        {
            canvas.MarkupLine("\n[bold]Not chosen[/]");
            canvas.Write(ListView.Table(decision.Rejected, RejectedColumns, terminal.Width));
        }

        if (decision.RejectedCounts.Sum(static count => count.Places) > decision.Rejected.Count)
        {
            canvas.MarkupLine($"[dim]{Escape(string.Join(", ", decision.RejectedCounts.Select(static count => $"{count.Places} {count.Reason}")))}[/]");
        }
    }

    private static string Headline(RouteDecision decision)
    {
        var model = decision.Model is { } name ? $"[bold]{Escape(name)}[/]" : "[bold]its own model[/]";
        var place = Escape(decision.Device ?? decision.Provider ?? "unknown");
        return decision.Waits
            ? $"[yellow]waits[/] for {model} on {place}: nobody can run it now"
            : $"[green]→[/] {model} on {place}{(decision.Kind is { } kind ? $" [dim]({Escape(kind)})[/]" : "")}";
    }

    private static string Escape(string text) => Markup.Escape(ScreenText.OneLine(text, 500));
}
