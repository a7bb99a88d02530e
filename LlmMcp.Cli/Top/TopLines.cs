using System.Globalization;
using System.Text.Json;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Top;

/// <summary>The dashboard for a pipe: each line says what it is, then its fields, separated by tabs.</summary>
internal static class TopLines
{
    public static void Write(Terminal terminal, JsonElement dashboard, string address)
    {
        var figures = TopFigures.Of(dashboard);
        Rows(
            terminal, "core", [dashboard],
            _ => address, static core => core.Text("updated_at"), static core => $"{core.Texts("issues").Count}",
            _ => $"{figures.Workers}", _ => figures.CostToday.ToString(CultureInfo.InvariantCulture));
        Rows(
            terminal, "queue", [figures],
            static queue => $"{queue.Queued}", static queue => $"{queue.Waiting}", static queue => Figures.Seconds(queue.OldestSeconds), static queue => $"{queue.Running}",
            static queue => $"{queue.Used}/{queue.Total}", static queue => $"{queue.DonePerMinute}", static queue => $"{queue.ErrorsPerMinute}");
        Rows(
            terminal, "kind", (dashboard.Member("queue") ?? default).Items("by_kind"),
            static kind => kind.Text("kind"), static kind => $"{kind.Whole("queued") ?? 0}", static kind => $"{kind.Whole("running") ?? 0}");
        Rows(terminal, "issue", dashboard.Texts("issues"), static issue => issue);
        Rows(
            terminal, "node", TopNode.All(dashboard),
            static node => node.Name, static node => node.Status, static node => $"{node.Used}/{node.Total}", static node => node.Circuit,
            static node => string.Join(", ", node.Loaded), static node => Figures.Milliseconds(node.LatencyMs), static node => Figures.Whole(node.Models));
        Rows(terminal, "job", dashboard.Items("running_jobs"), [.. TopColumns.Jobs.Select(static column => column.Text)]);
    }

    private static void Rows<T>(Terminal terminal, string what, IReadOnlyList<T> rows, params Func<T, string?>[] fields) =>
        ListView.WriteLines(terminal, rows, [.. fields.Prepend(_ => what).Select(static field => new Column<T>("", 0, field))]);
}
