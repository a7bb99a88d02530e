namespace LlmMcp.Core.Jobs;

/// <summary>A validated job, ready to be stored. Doors and routing make it; the queue does not question it again.</summary>
internal sealed record NewJob
{
    /// <summary>UUID version 7: sorting by id is sorting by age.</summary>
    public Guid Id { get; init; } = JobIds.Next();

    /// <summary>1 to 200 characters.</summary>
    public required string Kind { get; init; }

    /// <summary>What the job may run on, opaque to the queue.</summary>
    public required string Block { get; init; }

    /// <summary>UTF-8 JSON, checked to be acceptable as jsonb.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Name of the client key, or empty for callers without one.</summary>
    public string Client { get; init; } = "";

    /// <summary>What the caller calls itself; a lane of fairness.</summary>
    public string Source { get; init; } = "";

    /// <summary>Higher runs first.</summary>
    public int Priority { get; init; }

    /// <summary>1 to 1000.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>When the job ends in <c>error</c> unless it has ended before.</summary>
    public DateTimeOffset? DeadlineAt { get; init; }

    /// <summary>Limit of one attempt in seconds; null means the kind's own.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Record token deltas from the start.</summary>
    public bool Stream { get; init; }

    /// <summary>W3C trace context of the submitter.</summary>
    public string? Traceparent { get; init; }

    /// <summary>The job this one is a retry of.</summary>
    public Guid? RetriedFrom { get; init; }

    /// <summary>UTF-8 JSON: why routing decided as it did.</summary>
    public ReadOnlyMemory<byte>? Route { get; init; }
}
