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
        Rows(terminal, "core", [dashboard], [
            new("", 0, _ => address), new("", 0, static core => core.Text("updated_at")), new("", 0, static core => $"{core.Texts("issues").Count}"),
            new("", 0, _ => $"{figures.Workers}"), new("", 0, _ => figures.CostToday.ToString(CultureInfo.InvariantCulture))]);
        Rows(terminal, "queue", [figures], [
            new("", 0, static queue => $"{queue.Queued}"), new("", 0, static queue => $"{queue.Waiting}"), new("", 0, static queue => Figures.Seconds(queue.OldestSeconds)),
            new("", 0, static queue => $"{queue.Running}"), new("", 0, static queue => $"{queue.Used}/{queue.Total}"),
            new("", 0, static queue => $"{queue.DonePerMinute}"), new("", 0, static queue => $"{queue.ErrorsPerMinute}")]);
        Rows(terminal, "kind", (dashboard.Member("queue") ?? default).Items("by_kind"), [
            new("", 0, static kind => kind.Text("kind")), new("", 0, static kind => $"{kind.Whole("queued") ?? 0}"), new("", 0, static kind => $"{kind.Whole("running") ?? 0}")]);
        Rows(terminal, "issue", dashboard.Texts("issues"), [new("", 0, static issue => issue)]);
        Rows(terminal, "node", TopNode.All(dashboard), [
            new("", 0, static node => node.Name), new("", 0, static node => node.Status), new("", 0, static node => $"{node.Used}/{node.Total}"),
            .. TopColumns.Nodes(int.MaxValue).Skip(3)]);
        Rows(terminal, "job", dashboard.Items("running_jobs"), TopColumns.Jobs);
    }

    private static void Rows<T>(Terminal terminal, string what, IReadOnlyList<T> rows, IReadOnlyList<Column<T>> columns) =>
        ListView.WriteLines(terminal, rows, [new Column<T>("", 0, _ => what), .. columns]);
}
