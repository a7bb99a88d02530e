using System.Text.Json;
using LlmMcp.Cli.CoreApi;

namespace LlmMcp.Cli.Top;

/// <summary>A place where work runs: a machine, a node of one that has several, or a cloud provider.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Status">Such as <c>online</c>.</param>
/// <param name="Used">Slots in use.</param>
/// <param name="Total">Slots.</param>
/// <param name="Circuit"><c>ok</c>, <c>probe</c> or <c>degraded</c>.</param>
/// <param name="Loaded">Models in memory.</param>
/// <param name="LatencyMs">Of the last probe.</param>
/// <param name="Models">How many it has; null for a cloud.</param>
internal sealed record TopNode(string Name, string? Status, long Used, long Total, string? Circuit, IReadOnlyList<string> Loaded, double? LatencyMs, long? Models)
{
    /// <summary>Cells of the longest bar.</summary>
    private const int MostCells = 8;

    /// <summary>A cell per slot, or eight for more, and the numbers.</summary>
    public string Bar
    {
        get
        {
            var cells = (int)Math.Clamp(Total, 0, MostCells);
            // What is used at all shows, and full is only what is full.
            var full = Total <= 0 ? 0 : (int)Math.Clamp((Used * cells + Total - 1) / Total, 0, Used < Total && cells > 1 ? cells - 1 : cells);
            return $"{new string('■', full)}{new string('□', cells - full)} {Used}/{Total}".TrimStart();
        }
    }

    /// <summary>In Core's order: those online first, clouds at the end.</summary>
    public static IReadOnlyList<TopNode> All(JsonElement dashboard)
    {
        var simulated = dashboard.Items("devices").Where(static device => device.Flag("simulated")).Select(static device => device.Text("id")).ToHashSet();
        return [.. dashboard.Items("hosts").SelectMany(host => OfHost(host, simulated)), .. dashboard.Items("cloud").Select(static cloud => Of(cloud, cloud.Text("provider") ?? "cloud", default))];
    }

    private static IEnumerable<TopNode> OfHost(JsonElement host, HashSet<string?> simulated)
    {
        var name = host.Text("name") ?? host.Text("id") ?? "?";
        var nodes = host.Items("nodes");
        return nodes.Select(node => Of(node, $"{name}{Port(node)}{(simulated.Contains(node.Text("device_id")) ? " (simulated)" : "")}", host));

        string Port(JsonElement node) => nodes.Count == 1 ? "" : $":{node.Whole("port") ?? 0}";
    }

    private static TopNode Of(JsonElement node, string name, JsonElement host)
    {
        var slots = node.Member("slots") ?? default;
        return new TopNode(
            name, node.Text("status") ?? host.Text("status"), slots.Whole("used") ?? 0, slots.Whole("total") ?? 0, node.Text("circuit"),
            node.Texts("loaded"), node.Number("latency_ms"), node.Whole("models_count"));
    }
}
