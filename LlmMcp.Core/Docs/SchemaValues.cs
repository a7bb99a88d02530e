using LlmMcp.Contracts;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Routing;

namespace LlmMcp.Core.Docs;

/// <summary>Properties whose text is one of a few words.</summary>
internal static class SchemaValues
{
    private static readonly string[] Circuits = ["ok", "probe", "degraded"];
    private static readonly string[] Levels = ["ok", "warning", "error"];
    private static readonly string[] Findings = ["pass", "warn", "fail"];
    private static readonly string[] DeviceStatuses = ["unknown", "online", "offline"];

    private static readonly Dictionary<(string Type, string Property), IReadOnlyList<string>> All = new()
    {
        [("JobDoc", "status")] = JobStatus.All,
        [("LlmRequest", "quality")] = [.. Qualities.Names],
        [("LlmRequest", "provider")] = ["auto", Providers.Ollama, Providers.Compat, Providers.OpenAi, Providers.OpenRouter],
        [("DeviceView", "status")] = DeviceStatuses,
        [("NodeListView", "status")] = DeviceStatuses,
        [("NodeView", "status")] = DeviceStatuses,
        [("HostView", "status")] = DeviceStatuses,
        [("HostView", "orchestration")] = ["docker", "native"],
        [("NodeView", "role")] = ["chat", "embed", "mixed"],
        [("NodeListView", "circuit")] = Circuits,
        [("NodeView", "circuit")] = Circuits,
        [("HostView", "circuit")] = Circuits,
        [("CloudView", "circuit")] = Circuits,
        [("HostCapacity", "circuit")] = Circuits,
        [("HealthCheck", "status")] = Levels,
        [("DatabaseCheck", "status")] = Levels,
        [("QueueCheck", "status")] = Levels,
        [("HostsCheck", "status")] = Levels,
        [("WorkersCheck", "status")] = Levels,
        [("SmokeReport", "status")] = Findings,
        [("SmokeResult", "status")] = Findings,
        [("CostSummary", "period")] = ["day", "week", "month"],
        [("Health", "status")] = ["ok", "unavailable"],
        [("WorkerView", "status")] = ["online", "offline"],
    };

    /// <summary>The words of a property; null when it is free.</summary>
    public static IReadOnlyList<string>? Of(Type? type, string property) => type is null ? null : All.GetValueOrDefault((type.Name, property));
}
