namespace LlmMcp.Telemetry.Looks;

/// <summary>What telemetry reads of <c>GET /v1/dashboard</c>.</summary>
internal sealed record Dashboard
{
    public IReadOnlyDictionary<string, long> Jobs { get; init; } = new Dictionary<string, long>();

    public IReadOnlyDictionary<string, long> Benchmarks { get; init; } = new Dictionary<string, long>();

    public IReadOnlyList<RunningJob> RunningJobs { get; init; } = [];

    public IReadOnlyList<Device> Devices { get; init; } = [];

    public IReadOnlyList<Machine> Hosts { get; init; } = [];

    public int WorkersOnline { get; init; }

    public IReadOnlyList<string> Issues { get; init; } = [];

    public Spending Costs { get; init; } = new(0, 0, 0);

    public int ModelsCount { get; init; }

    public Waiting Queue { get; init; } = new(0, 0, null);

    public IReadOnlyList<Minute> Throughput { get; init; } = [];

    /// <summary>When all of this was so, by the database's clock.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    public long Queued => Jobs.GetValueOrDefault("queued");

    public long Running => Jobs.GetValueOrDefault("running");
}

/// <summary>A job that runs.</summary>
internal sealed record RunningJob(string Kind, string Model, string DeviceId, double AgeSeconds);

/// <summary>A model server.</summary>
internal sealed record Device(
    string Id, string Name, string Status, int ModelsCount, long RunningJobs, int? LatencyMs, DateTimeOffset? LastSeen, string? Circuit);

/// <summary>A machine with its model servers.</summary>
internal sealed record Machine(string Id, string Name, string Status, IReadOnlyList<Node>? Nodes);

/// <summary>A model server of a machine.</summary>
internal sealed record Node(string DeviceId);

/// <summary>USD of the last 24 hours, 7 days and 30 days.</summary>
internal sealed record Spending(decimal Today, decimal Week, decimal Month);

/// <summary>What waits: all of it, and that part which waits for another try.</summary>
internal sealed record Waiting(long Queued, long WaitingAgain, double? OldestSeconds)
{
    [System.Text.Json.Serialization.JsonPropertyName("waiting")]
    public long WaitingAgain { get; init; } = WaitingAgain;
}

/// <summary>A minute: what came, and what ended in which way.</summary>
internal sealed record Minute(DateTimeOffset At, long Submitted, long Done, long Error, long Canceled)
{
    [System.Text.Json.Serialization.JsonPropertyName("minute")]
    public DateTimeOffset At { get; init; } = At;
}

/// <summary>A job that failed for good.</summary>
internal sealed record Failure(Guid Id, string Kind, int Attempts, int MaxAttempts, string Error, DateTimeOffset FinishedAt);
