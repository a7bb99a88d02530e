using LlmMcp.Contracts;
using LlmMcp.Core.Costs.Reports;
using LlmMcp.Core.Dashboard;
using LlmMcp.Core.Debug;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Workers;

namespace LlmMcp.Core.Docs;

/// <summary>Properties whose text is one of a few words.</summary>
internal static class SchemaValues
{
    private static readonly string[] Circuits = [CircuitWords.Ok, CircuitWords.Probe, CircuitWords.Degraded];
    private static readonly string[] Levels = ["ok", "warning", "error"];
    private static readonly string[] Findings = ["pass", "warn", "fail"];
    private static readonly string[] DeviceStatuses = [DeviceStatus.Unknown, DeviceStatus.Online, DeviceStatus.Offline];

    private static readonly Dictionary<(Type Type, string Property), IReadOnlyList<string>> All = new()
    {
        [(typeof(JobDoc), "status")] = JobStatus.All,
        [(typeof(LlmRequest), "quality")] = [.. Qualities.Names],
        [(typeof(LlmRequest), "provider")] = ["auto", .. Providers.All],
        [(typeof(DeviceView), "status")] = DeviceStatuses,
        [(typeof(NodeListView), "status")] = DeviceStatuses,
        [(typeof(NodeView), "status")] = DeviceStatuses,
        [(typeof(HostView), "status")] = DeviceStatuses,
        [(typeof(HostView), "orchestration")] = ["docker", "native"],
        [(typeof(NodeView), "role")] = ["chat", "embed", "mixed"],
        [(typeof(NodeListView), "circuit")] = Circuits,
        [(typeof(NodeView), "circuit")] = Circuits,
        [(typeof(HostView), "circuit")] = Circuits,
        [(typeof(CloudView), "circuit")] = Circuits,
        [(typeof(HostCapacity), "circuit")] = Circuits,
        [(typeof(Issue), "code")] = Issue.Codes,
        [(typeof(HealthCheck), "status")] = Levels,
        [(typeof(DatabaseCheck), "status")] = Levels,
        [(typeof(QueueCheck), "status")] = Levels,
        [(typeof(HostsCheck), "status")] = Levels,
        [(typeof(WorkersCheck), "status")] = Levels,
        [(typeof(SmokeReport), "status")] = Findings,
        [(typeof(SmokeResult), "status")] = Findings,
        [(typeof(CostSummary), "period")] = ["day", "week", "month"],
        [(typeof(Health), "status")] = ["ok", "unavailable"],
        [(typeof(WorkerView), "status")] = ["online", "offline"],
    };

    /// <summary>The words of a property; null when it is free.</summary>
    public static IReadOnlyList<string>? Of(Type? type, string property) => type is null ? null : All.GetValueOrDefault((type, property));
}
