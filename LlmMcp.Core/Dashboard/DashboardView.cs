using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlmMcp.Core.Dashboard;

/// <summary>The answer of <c>GET /v1/dashboard</c>: the keys of the deployed system, then ours.</summary>
/// <param name="Jobs">Jobs by status; only statuses that occur.</param>
/// <param name="Benchmarks">Those whose kind begins with <c>benchmark.</c>, by status.</param>
/// <param name="RunningJobs">The ten newest.</param>
/// <param name="Devices">Nodes as a flat list, those online first; at most 500.</param>
/// <param name="Hosts">Machines with their nodes, those online first; at most 500.</param>
/// <param name="WorkersOnline">Workers seen within ten minutes.</param>
/// <param name="Issues">What is wrong, in words; at most 100.</param>
/// <param name="IssueDetails">The same with what each is made of, in the same order.</param>
/// <param name="Costs">USD of the last 24 hours, 7 days, 30 days.</param>
/// <param name="ModelsCount">Different models that can be run now.</param>
/// <param name="Queue">What waits.</param>
/// <param name="Slots">Slots of the online nodes.</param>
/// <param name="Throughput">The last 60 minutes, oldest first.</param>
/// <param name="Cloud">Cloud providers with their slots.</param>
/// <param name="UpdatedAt">When all of this was so.</param>
internal sealed record DashboardView(
    IReadOnlyDictionary<string, long> Jobs, IReadOnlyDictionary<string, long> Benchmarks, IReadOnlyList<RunningJobView> RunningJobs,
    IReadOnlyList<NodeListView> Devices, IReadOnlyList<HostView> Hosts, int WorkersOnline, IReadOnlyList<string> Issues,
    IReadOnlyList<Issue> IssueDetails, CostWindow Costs,
    int ModelsCount, QueueView Queue, SlotsView Slots, IReadOnlyList<MinuteView> Throughput, IReadOnlyList<CloudView> Cloud, string UpdatedAt);

/// <summary>A running job. <c>tokens_per_second</c> is what the model reaches on that device, where it was ever measured.</summary>
internal sealed record RunningJobView(
    Guid Id, string Kind, string Model, string Provider, string DeviceId, DateTime UpdatedAt, string WorkerId, string Source, int Attempts,
    DateTime StartedAt, double AgeSeconds, double? TokensPerSecond);

/// <summary>A node in the flat list.</summary>
internal sealed record NodeListView(
    string Id, string Name, string Status, string Platform, string Arch, string Host, int ModelsCount, IReadOnlyList<string> ModelNames,
    long RunningJobs, int? LatencyMs, DateTime? LastSeen,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Tags,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] StatsView? Stats,
    string Circuit, string Provider, bool Simulated, SlotsView Slots, IReadOnlyList<string> Loaded);

/// <summary>A machine.</summary>
internal sealed record HostView(
    string Id, string Name, string Platform, string Status, string Orchestration, DateTime? LastSeen, IReadOnlyList<NodeView> Nodes,
    int TotalModels, long TotalRunning, int TotalSlots,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] StatsView? Stats, string Circuit);

/// <summary>A model server of a machine.</summary>
internal sealed record NodeView(
    int Port, string DeviceId, string Role, int ModelsCount, IReadOnlyList<string> ModelNames, int? LatencyMs, long RunningJobs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] StatsView? Stats, string Circuit, string Status, string Provider,
    SlotsView Slots, IReadOnlyList<string> Loaded);

/// <summary>The last 7 days.</summary>
internal sealed record StatsView(
    [property: JsonPropertyName("total_jobs_7d")] long TotalJobs,
    [property: JsonPropertyName("done_jobs_7d")] long DoneJobs,
    double SuccessRate, int? AvgLatencyMs);

/// <summary>Jobs that may run at once, and run now.</summary>
internal sealed record SlotsView(int Total, int Used);

/// <summary>What waits. <c>at_least</c> is true where the counts by model and source stop at a bound; those by kind never do.</summary>
internal sealed record QueueView(
    long Queued, long Waiting, double? OldestSeconds, IReadOnlyList<KindView> ByKind, IReadOnlyList<ModelQueueView> ByModel,
    IReadOnlyList<SourceQueueView> BySource, bool AtLeast);

/// <summary>Jobs of a kind.</summary>
internal sealed record KindView(string Kind, long Queued, long Running);

/// <summary>Queued jobs of a model; <c>auto</c> is chosen when they start.</summary>
internal sealed record ModelQueueView(string Model, long Queued);

/// <summary>Queued jobs of a source.</summary>
internal sealed record SourceQueueView(string Source, long Queued);

/// <summary>A minute: what came and how jobs ended.</summary>
internal sealed record MinuteView(DateTime Minute, long Submitted, long Done, long Error, long Canceled);

/// <summary>A cloud provider.</summary>
internal sealed record CloudView(string Id, string Provider, string Status, SlotsView Slots, string Circuit);
