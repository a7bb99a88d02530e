using System.Globalization;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Dashboard;

/// <summary>
/// What is wrong, in words an operator understands. First the sentences of the deployed system in their order, which its alerts
/// read, then ours. Pure.
/// </summary>
internal static class Issues
{
    /// <summary>Most of them.</summary>
    public const int Most = 100;

    private const int MostNames = 5;

    /// <summary>Everything that is wrong.</summary>
    /// <param name="hosts">The machines.</param>
    /// <param name="facts">The counters.</param>
    /// <param name="fleet">The fleet.</param>
    /// <param name="mlxUrl">The configured MLX server; empty for none.</param>
    public static IReadOnlyList<Issue> Of(IReadOnlyList<HostView> hosts, DashboardFacts facts, FleetSnapshot fleet, string mlxUrl) =>
        [.. Offline(hosts, facts.At)
            .Concat(hosts.Where(static host => host.Circuit == CircuitWords.Degraded).Select(static host => Issue.Of("host_degraded", $"Host '{host.Name}' circuit degraded", ("host", host.Name))))
            .Concat(Unreliable(hosts))
            .Concat(Queue(facts))
            .Concat(Resting(fleet, facts.At))
            .Concat(UnknownSizes(fleet))
            .Concat(MissingMlx(fleet, mlxUrl))
            .Concat(facts.LimitMistakes.Select(static mistake => Issue.Of("limits_mistake", $"Limits: {mistake}", ("mistake", mistake))))
            .Take(Most)];

    /// <summary>Machines that do not answer.</summary>
    public static IEnumerable<Issue> Offline(IReadOnlyList<HostView> hosts, DateTimeOffset now) =>
        from host in hosts
        where host.Status == DeviceStatus.Offline
        let silent = host.LastSeen is { } seen ? Math.Max(0, (long)(now.UtcDateTime - seen).TotalMinutes) : (long?)null
        select Issue.Of("host_offline", $"Host '{host.Name}' offline (last seen {Ago(silent)})", ("host", host.Name), ("silent_minutes", silent));

    /// <summary>A queue nobody works on, or that grows, or holds what no worker takes.</summary>
    public static IEnumerable<Issue> Queue(DashboardFacts facts)
    {
        var (lanes, unserved) = (facts.Lanes.Count + facts.Waiting.Count, Unserved(facts));
        var statuses = QueueSummary.ByStatus(facts, static _ => true);
        var queued = statuses.GetValueOrDefault(JobStatus.Queued);
        // Where no worker takes any of them, that is the reason, and the workers are well.
        if (queued > 0 && !statuses.ContainsKey(JobStatus.Running) && facts.Workers.Count > 0 && (lanes == 0 || unserved.Count < lanes))
        {
            yield return Issue.Of("queue_stuck", $"Queue stuck: {queued} jobs queued but no workers processing", ("jobs", queued));
        }

        if (queued > 10)
        {
            yield return Issue.Of("queue_backlog", $"Queue backlog: {queued} jobs waiting", ("jobs", queued));
        }

        var byKind = QueueSummary.ByKind(facts).ToDictionary(static kind => kind.Kind, static kind => kind.Queued);
        foreach (var kind in unserved.GroupBy(static lane => lane.Kind).OrderBy(static kind => kind.Key, StringComparer.Ordinal))
        {
            var jobs = Math.Max(byKind.GetValueOrDefault(kind.Key), kind.Sum(static lane => lane.Jobs));
            yield return Issue.Of("kind_unserved", $"Kind '{kind.Key}': {jobs} jobs queued, but no online worker serves it", ("kind", kind.Key), ("jobs", jobs));
        }
    }

    private static IEnumerable<Issue> Unreliable(IReadOnlyList<HostView> hosts) =>
        from host in hosts
        where host.Stats is { TotalJobs: >= 5, SuccessRate: < 80 }
        let rate = host.Stats!.SuccessRate
        select Issue.Of("host_unreliable", string.Create(CultureInfo.InvariantCulture, $"Host '{host.Name}' low success rate: {rate:0.0}%"), ("host", host.Name), ("rate", rate));

    private static IEnumerable<Issue> Resting(FleetSnapshot fleet, DateTimeOffset now) =>
        from device in fleet.Devices.Values.OrderBy(static device => device.Id, StringComparer.Ordinal)
        where device.Circuit is { State: CircuitState.Open, ProbeDue: false }
        let minutes = Minutes(device.Circuit, now)
        select Issue.Of(
            "node_resting", $"Node '{device.Id}' rests after {device.Circuit.Failures} failures in a row; one job tries it in {minutes}m",
            ("node", device.Id), ("failures", device.Circuit.Failures), ("minutes", minutes));

    // A late-bound job's kind is only the best one at its submit, so only fixed ones can be said to wait in vain.
    private static List<LaneCount> Unserved(DashboardFacts facts)
    {
        var served = facts.Workers.SelectMany(static kinds => kinds.Length == 0 ? JobKinds.OfDeployedSystem : kinds).ToHashSet(StringComparer.Ordinal);
        return [.. facts.Lanes.Concat(facts.Waiting).Where(lane => !served.Contains(lane.Kind) && !WorkBlock.Parse(lane.Block).IsLateBound)];
    }

    private static IEnumerable<Issue> UnknownSizes(FleetSnapshot fleet)
    {
        var names = fleet.Devices.Values
            .Where(static device => device is { Online: true, IsCloud: false })
            .SelectMany(device => device.Models.Where(model => fleet.FindModel(device.Provider, model) is { Tier: null, IsEmbedding: false }))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (names.Count > 0)
        {
            var some = $"{string.Join(", ", names.Take(MostNames))}{(names.Count > MostNames ? ", …" : "")}";
            yield return Issue.Of("models_unsized", $"{names.Count} models of unknown size, never chosen by quality: {some}", ("models", names.Count), ("names", some));
        }
    }

    private static IEnumerable<Issue> MissingMlx(FleetSnapshot fleet, string mlxUrl)
    {
        if (NodeUrl.TryParse(mlxUrl, NodeUrl.OllamaPort, out var url)
            && !fleet.Devices.Values.Any(device => device is { Online: true, Provider: Providers.Compat, BaseUrl: { } at } && NodeUrl.SameNode(at, url)))
        {
            yield return Issue.Of("mlx_missing", "MLX is configured (MLX_API_URL) but does not answer");
        }
    }

    private static string Ago(long? minutes) => minutes switch
    {
        null => "unknown",
        < 60 => $"{minutes}m ago",
        _ => $"{minutes / 60}h ago",
    };

    private static int Minutes(Circuit circuit, DateTimeOffset now) =>
        (int)Math.Clamp(Math.Ceiling((circuit.OpenedAt + Circuit.Rest - now)?.TotalMinutes ?? 0), 0, Circuit.Rest.TotalMinutes);
}
