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
    /// <summary>Most sentences.</summary>
    public const int Most = 100;

    private const int MostNames = 5;

    /// <summary>Everything that is wrong.</summary>
    /// <param name="hosts">The machines.</param>
    /// <param name="facts">The counters.</param>
    /// <param name="fleet">The fleet.</param>
    /// <param name="mlxUrl">The configured MLX server; empty for none.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<HostView> hosts, DashboardFacts facts, FleetSnapshot fleet, string mlxUrl) =>
        [.. Offline(hosts, facts.At)
            .Concat(hosts.Where(static host => host.Circuit == CircuitWords.Degraded).Select(static host => $"Host '{host.Name}' circuit degraded"))
            .Concat(hosts.Where(static host => host.Stats is { TotalJobs: >= 5, SuccessRate: < 80 })
                .Select(static host => string.Create(CultureInfo.InvariantCulture, $"Host '{host.Name}' low success rate: {host.Stats!.SuccessRate:0.0}%")))
            .Concat(Queue(facts))
            .Concat(Resting(fleet, facts.At))
            .Concat(UnservedKinds(facts))
            .Concat(UnknownSizes(fleet))
            .Concat(MissingMlx(fleet, mlxUrl))
            .Concat(facts.LimitMistakes.Select(static mistake => $"Limits: {mistake}"))
            .Take(Most)];

    /// <summary>Machines that do not answer.</summary>
    public static IEnumerable<string> Offline(IReadOnlyList<HostView> hosts, DateTimeOffset now) =>
        hosts.Where(static host => host.Status == DeviceStatus.Offline).Select(host => $"Host '{host.Name}' offline (last seen {Ago(host.LastSeen, now)})");

    /// <summary>A queue nobody works on, or that grows.</summary>
    public static IEnumerable<string> Queue(DashboardFacts facts)
    {
        var statuses = QueueSummary.ByStatus(facts, static _ => true);
        var queued = statuses.GetValueOrDefault(JobStatus.Queued);
        if (queued > 0 && !statuses.ContainsKey(JobStatus.Running) && facts.Workers.Count > 0)
        {
            yield return $"Queue stuck: {queued} jobs queued but no workers processing";
        }

        if (queued > 10)
        {
            yield return $"Queue backlog: {queued} jobs waiting";
        }
    }

    private static IEnumerable<string> Resting(FleetSnapshot fleet, DateTimeOffset now) => fleet.Devices.Values
        .Where(static device => device.Circuit is { State: CircuitState.Open, ProbeDue: false })
        .OrderBy(static device => device.Id, StringComparer.Ordinal)
        .Select(device => $"Node '{device.Id}' rests after {device.Circuit.Failures} failures in a row; one job tries it in {Minutes(device.Circuit, now)}m");

    // A late-bound job's kind is only the best one at its submit, so only fixed ones can be said to wait in vain.
    private static IEnumerable<string> UnservedKinds(DashboardFacts facts)
    {
        var served = facts.Workers.SelectMany(static kinds => kinds.Length == 0 ? JobKinds.OfDeployedSystem : kinds).ToHashSet(StringComparer.Ordinal);
        var queued = QueueSummary.ByKind(facts).ToDictionary(static kind => kind.Kind, static kind => kind.Queued);
        return facts.Lanes.Concat(facts.Waiting)
            .Where(lane => !served.Contains(lane.Kind) && !WorkBlock.Parse(lane.Block).IsLateBound)
            .GroupBy(static lane => lane.Kind)
            .OrderBy(static kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => $"Kind '{kind.Key}': {Math.Max(queued.GetValueOrDefault(kind.Key), kind.Sum(static lane => lane.Jobs))} jobs queued, but no online worker serves it");
    }

    private static IEnumerable<string> UnknownSizes(FleetSnapshot fleet)
    {
        var names = fleet.Devices.Values
            .Where(static device => device is { Online: true, IsCloud: false })
            .SelectMany(device => device.Models.Where(model => fleet.FindModel(device.Provider, model) is { Tier: null, IsEmbedding: false }))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? [] :
            [$"{names.Count} models of unknown size, never chosen by quality: {string.Join(", ", names.Take(MostNames))}{(names.Count > MostNames ? ", …" : "")}"];
    }

    private static IEnumerable<string> MissingMlx(FleetSnapshot fleet, string mlxUrl)
    {
        if (NodeUrl.TryParse(mlxUrl, NodeUrl.OllamaPort, out var url)
            && !fleet.Devices.Values.Any(device => device is { Online: true, Provider: Providers.Compat, BaseUrl: { } at } && NodeUrl.SameNode(at, url)))
        {
            yield return "MLX is configured (MLX_API_URL) but does not answer";
        }
    }

    private static string Ago(DateTime? seen, DateTimeOffset now)
    {
        var age = seen is { } time ? now.UtcDateTime - time : (TimeSpan?)null;
        return age switch
        {
            null => "unknown",
            { TotalMinutes: < 60 } minutes => $"{Math.Max(0, (int)minutes.TotalMinutes)}m ago",
            { } hours => $"{(int)hours.TotalHours}h ago",
        };
    }

    private static int Minutes(Circuit circuit, DateTimeOffset now) =>
        (int)Math.Clamp(Math.Ceiling((circuit.OpenedAt + Circuit.Rest - now)?.TotalMinutes ?? 0), 0, Circuit.Rest.TotalMinutes);
}
