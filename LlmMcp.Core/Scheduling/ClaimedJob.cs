namespace LlmMcp.Core.Scheduling;

/// <summary>A job just handed to a worker. (Id, ClaimNo) is the fence every later message must name.</summary>
internal sealed record ClaimedJob
{
    public required Guid Id { get; init; }

    public required long ClaimNo { get; init; }

    public required string Kind { get; init; }

    public required string Block { get; init; }

    public required byte[] Payload { get; init; }

    public required int Attempts { get; init; }

    public required int MaxAttempts { get; init; }

    public int? TimeoutSeconds { get; init; }

    /// <summary>The device whose slot was taken; null for kinds that need none.</summary>
    public string? DeviceId { get; init; }

    public string? Traceparent { get; init; }

    public DateTime? DeadlineAt { get; init; }

    public bool Stream { get; init; }

    public int Priority { get; init; }

    public required string Client { get; init; }

    public required string Source { get; init; }

    public DateTime QueuedAt { get; init; }

    public DateTime UpdatedAt { get; init; }

    public DateTime LeaseUntil { get; init; }
}
