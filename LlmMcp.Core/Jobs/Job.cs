namespace LlmMcp.Core.Jobs;

/// <summary>A job's row as readers see it. JSON columns stay UTF-8 text.</summary>
internal sealed record Job
{
    public required Guid Id { get; init; }

    public required string Kind { get; init; }

    public required string Status { get; init; }

    public required byte[] Payload { get; init; }

    public byte[]? Result { get; init; }

    public string Error { get; init; } = "";

    public string Client { get; init; } = "";

    public string Source { get; init; } = "";

    public int Priority { get; init; }

    public int Attempts { get; init; }

    public int MaxAttempts { get; init; }

    /// <summary>The fence; 0 before the first claim.</summary>
    public long ClaimNo { get; init; }

    public string? WorkerId { get; init; }

    public string? DeviceId { get; init; }

    public int? TimeoutSeconds { get; init; }

    public DateTime QueuedAt { get; init; }

    public DateTime UpdatedAt { get; init; }

    public DateTime? StartedAt { get; init; }

    public DateTime? FinishedAt { get; init; }

    public DateTime? LeaseUntil { get; init; }

    public DateTime? DeadlineAt { get; init; }

    public DateTime? RunAt { get; init; }

    public Guid? RetriedFrom { get; init; }

    public byte[]? Route { get; init; }
}
