using System.Text.Json;
using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Dashboard;

/// <summary>The fleet as people look at it: machines, and the model servers on each. Pure.</summary>
internal sealed class FleetTree(FleetSnapshot fleet, DashboardFacts facts)
{
    /// <summary>Most machines and nodes shown.</summary>
    public const int Most = 500;

    private readonly Dictionary<string, long> running = facts.Running
        .Where(static count => count.DeviceId is not null)
        .GroupBy(static count => count.DeviceId!)
        .ToDictionary(static device => device.Key, static device => device.Sum(static count => count.Jobs));

    /// <summary>All nodes, those online first.</summary>
    public IReadOnlyList<NodeListView> Nodes() =>
        [.. Local().OrderByDescending(static device => device.Online).ThenBy(static device => device.Name, StringComparer.Ordinal).ThenBy(static device => device.Id, StringComparer.Ordinal)
            .Take(Most).Select(Flat)];

    /// <summary>All machines, those online first.</summary>
    public IReadOnlyList<HostView> Hosts() =>
        [.. Local().GroupBy(HostKey).Select(host => Host(host.Key, [.. host]))
            .OrderByDescending(static host => host.Status == DeviceStatus.Online).ThenBy(static host => host.Name, StringComparer.Ordinal).ThenBy(static host => host.Id, StringComparer.Ordinal)
            .Take(Most)];

    /// <summary>Cloud providers.</summary>
    public IReadOnlyList<CloudView> Clouds() =>
        [.. fleet.Devices.Values.Where(static device => device.IsCloud).OrderBy(static device => device.Id, StringComparer.Ordinal)
            .Select(device => new CloudView(device.Id, device.Provider, device.Status, SlotsOf(device), CircuitWords.Of(device.Circuit)))];

    /// <summary>Slots of what is online, clouds left out.</summary>
    public SlotsView Slots()
    {
        var slots = Local().Where(static device => device.Online).Select(SlotsOf).ToList();
        return new SlotsView(slots.Sum(static slot => slot.Total), slots.Sum(static slot => slot.Used));
    }

    private IEnumerable<FleetDevice> Local() => fleet.Devices.Values.Where(static device => !device.IsCloud);

    // A port device belongs to its base device's machine, whether or not that has a row of its own.
    private string HostKey(FleetDevice device) =>
        device.ParentId is not { } parent ? MachineOf(device)
        : fleet.Devices.TryGetValue(parent, out var baseDevice) ? MachineOf(baseDevice)
        : parent;

    private static string MachineOf(FleetDevice device) => device.Host.Length > 0 ? device.Host : device.Id;

    private HostView Host(string machine, List<FleetDevice> devices)
    {
        var main = devices.Where(static device => device.ParentId is null).OrderBy(static device => device.BaseUrl!.Port).ThenBy(static device => device.Id, StringComparer.Ordinal).FirstOrDefault();
        var nodes = devices.OrderBy(static device => device.ParentId is null).ThenBy(static device => device.BaseUrl!.Port).ThenBy(static device => device.Id, StringComparer.Ordinal)
            // A base device that runs nothing is a machine, not a node.
            .Where(device => devices.Count == 1 || device.ParentId is not null || device.Models.Count > 0 || !device.Online)
            .Select(Node).ToList();
        return new HostView(
            main?.Id ?? machine, main is null ? machine : NameOf(main, devices.Count), main is null ? "" : FactsOf(main).Platform,
            devices.Exists(static device => device.Online) ? DeviceStatus.Online : devices.Exists(static device => device.Status == DeviceStatus.Unknown) ? DeviceStatus.Unknown : DeviceStatus.Offline,
            devices.Exists(static device => device.ParentId is not null) ? "docker" : "native",
            devices.Max(static device => device.LastSeen)?.UtcDateTime, nodes,
            nodes.Sum(static node => node.ModelsCount), nodes.Sum(static node => node.RunningJobs), nodes.Sum(static node => node.Slots.Total),
            Merge(nodes.Select(static node => node.Stats)), CircuitWords.Worst(nodes.Select(static node => node.Circuit)));
    }

    // Where several nodes share a machine, it is not called after the port of the first.
    private static string NameOf(FleetDevice main, int nodes) =>
        nodes > 1 && $":{main.BaseUrl!.Port}" is var port && main.Name.Length > port.Length && main.Name.EndsWith(port, StringComparison.Ordinal) ? main.Name[..^port.Length] : main.Name;

    private NodeView Node(FleetDevice device) => new(
        device.BaseUrl!.Port, device.Id, RoleOf(device), device.Models.Count, Names(device.Models), device.LatencyMs, running.GetValueOrDefault(device.Id),
        StatsOf(device), CircuitWords.Of(device.Circuit), device.Status, device.Provider, SlotsOf(device), Names(device.Loaded));

    private NodeListView Flat(FleetDevice device)
    {
        var more = FactsOf(device);
        return new NodeListView(
            device.Id, device.Name, device.Status, more.Platform, more.Arch, device.Host, device.Models.Count, Names(device.Models),
            running.GetValueOrDefault(device.Id), device.LatencyMs, device.LastSeen?.UtcDateTime,
            more.Tags.Length > 2 ? JsonSerializer.Deserialize<JsonElement>(more.Tags) : null, StatsOf(device), CircuitWords.Of(device.Circuit),
            device.Provider, device.Simulated, SlotsOf(device), Names(device.Loaded));
    }

    private string RoleOf(FleetDevice device)
    {
        var embedding = device.Models.Count(model => fleet.IsEmbedding(device.Provider, model));
        return embedding == 0 ? "chat" : embedding == device.Models.Count ? "embed" : "mixed";
    }

    private DeviceFacts FactsOf(FleetDevice device) => facts.Devices.GetValueOrDefault(device.Id) ?? new DeviceFacts("", "", []);

    private StatsView? StatsOf(FleetDevice device) => facts.Ratings.TryGetValue(device.Id, out var rating)
        ? new StatsView(rating.TotalJobs, rating.DoneJobs, rating.SuccessRate, rating.AvgLatencyMs)
        : null;

    private SlotsView SlotsOf(FleetDevice device)
    {
        var slots = facts.Slots.GetValueOrDefault(device.Id);
        return new SlotsView(slots.Total, slots.Used);
    }

    private static StatsView? Merge(IEnumerable<StatsView?> nodes)
    {
        var known = nodes.OfType<StatsView>().ToList();
        if (known.Count == 0)
        {
            return null;
        }

        var (total, done) = (known.Sum(static node => node.TotalJobs), known.Sum(static node => node.DoneJobs));
        var timed = known.Where(static node => node is { AvgLatencyMs: not null, DoneJobs: > 0 }).ToList();
        return new StatsView(
            total, done, Math.Round(100d * done / total, 1),
            timed.Count == 0 ? null : (int)Math.Round(timed.Sum(static node => (double)node.AvgLatencyMs! * node.DoneJobs) / timed.Sum(static node => node.DoneJobs)));
    }

    private static IReadOnlyList<string> Names(IEnumerable<string> models) => [.. models.Order(StringComparer.Ordinal)];
}
