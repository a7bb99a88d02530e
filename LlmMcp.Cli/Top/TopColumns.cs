using System.Text.Json;
using LlmMcp.Cli.CoreApi;
using LlmMcp.Cli.Fleet;
using LlmMcp.Cli.Jobs;
using LlmMcp.Cli.Terminals;

namespace LlmMcp.Cli.Top;

/// <summary>What is shown of a node and of a running job.</summary>
internal static class TopColumns
{
    /// <param name="width">Columns of the screen: names of models get what the others leave.</param>
    public static IReadOnlyList<Column<TopNode>> Nodes(int width) =>
    [
        new("node", 40, static node => node.Name),
        new("status", 8, static node => node.Status) { Color = static node => DeviceColumns.StatusColor(node.Status) },
        new("slots", 18, static node => node.Bar),
        new("circuit", 8, static node => node.Circuit) { Color = static node => node.Circuit switch { "degraded" => "red", "probe" => "yellow", _ => null } },
        new("loaded", Math.Clamp(width - 84, 12, 60), static node => string.Join(", ", node.Loaded)),
        new("latency", 8, static node => Figures.Milliseconds(node.LatencyMs)) { Right = true },
        new("models", 6, static node => Figures.Whole(node.Models)) { Right = true },
    ];

    public static IReadOnlyList<Column<JsonElement>> Jobs { get; } =
    [
        new("age", 4, static job => Age.Of(job.Number("age_seconds") ?? 0)) { Right = true },
        new("device", 24, static job => job.Text("device_id")),
        new("model", 32, static job => job.Text("model")),
        new("kind", 24, static job => job.Text("kind")),
        new("tok/s", 7, static job => Figures.Speed(job.Number("tokens_per_second"))) { Right = true },
        new("id", 36, static job => job.Text("id")),
        new("try", 3, static job => Figures.Whole(job.Whole("attempts"))) { Right = true },
        new("source", 24, static job => job.Text("source")),
    ];
}
