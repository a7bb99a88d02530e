namespace LlmMcp.Core.Dashboard;

/// <summary>What the database says at one moment, before anybody makes sense of it.</summary>
internal sealed record DashboardFacts
{
    /// <summary>The moment, by the database's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Jobs ever submitted and ended that are still kept.</summary>
    public IReadOnlyList<KindCount> Totals { get; init; } = [];

    /// <summary>What happened in which minute of the last hour.</summary>
    public IReadOnlyList<MinuteCount> Minutes { get; init; } = [];

    public IReadOnlyList<RunningCount> Running { get; init; } = [];

    /// <summary>The newest running jobs.</summary>
    public IReadOnlyList<RunningJob> RunningJobs { get; init; } = [];

    /// <summary>Lanes with ready jobs, at most <see cref="MaxLanes"/>.</summary>
    public IReadOnlyList<LaneCount> Lanes { get; init; } = [];

    /// <summary>Jobs that wait out a backoff.</summary>
    public IReadOnlyList<LaneCount> Waiting { get; init; } = [];

    /// <summary>Kinds of each online worker; empty for one of the deployed system.</summary>
    public IReadOnlyList<string[]> Workers { get; init; } = [];

    /// <summary>By device id.</summary>
    public IReadOnlyDictionary<string, DeviceFacts> Devices { get; init; } = new Dictionary<string, DeviceFacts>();

    /// <summary>By device id; a device without an attempt in 7 days has none.</summary>
    public IReadOnlyDictionary<string, Rating> Ratings { get; init; } = new Dictionary<string, Rating>();

    /// <summary>Slots by device id.</summary>
    public IReadOnlyDictionary<string, Fleet.SlotUse> Slots { get; init; } = new Dictionary<string, Fleet.SlotUse>();

    /// <summary>What could not be understood of the configured limits.</summary>
    public IReadOnlyList<string> LimitMistakes { get; init; } = [];

    /// <summary>USD of the last day, week and month.</summary>
    public CostWindow Costs { get; init; } = new(0, 0, 0);

    /// <summary>Most lanes looked at.</summary>
    public const int MaxLanes = 200;

    /// <summary>Most jobs counted in one lane, and of those that wait.</summary>
    public const int MaxPerLane = 500;
}

/// <summary>How often an event (<c>submitted</c> or a final status) happened to jobs of a kind.</summary>
internal readonly record struct KindCount(string Kind, string Event, long Jobs);

/// <summary>How often an event happened in a minute.</summary>
internal readonly record struct MinuteCount(DateTimeOffset Minute, string Event, long Jobs);

/// <summary>Running jobs of a kind on a device; <paramref name="Stuck"/> are those whose lease ran out.</summary>
internal readonly record struct RunningCount(string Kind, string? DeviceId, long Jobs, long Stuck);

/// <summary>A running job.</summary>
internal sealed record RunningJob(
    Guid Id, string Kind, string Model, string? DeviceId, string? WorkerId, string Source, int Attempts, DateTimeOffset StartedAt, DateTimeOffset UpdatedAt);

/// <summary>Queued jobs of a lane: at most the bound, so <paramref name="Jobs"/> may be "at least".</summary>
internal readonly record struct LaneCount(string Block, string Source, string Kind, double? OldestSeconds, long Jobs);

/// <summary>What the fleet's picture does not carry.</summary>
internal sealed record DeviceFacts(string Platform, string Arch, byte[] Tags);

/// <summary>The last 7 days of a device.</summary>
internal sealed record Rating(long TotalJobs, long DoneJobs, double SuccessRate, int? AvgLatencyMs);

/// <summary>USD spent in the last 24 hours, 7 days and 30 days.</summary>
internal sealed record CostWindow(decimal Today, decimal Week, decimal Month);
