using LlmMcp.Contracts;
using LlmMcp.Core.Jobs;

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

    /// <summary>Limit of one attempt as stored; null means the kind's own.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>What loading the model is expected to take there before the attempt's time begins to count.</summary>
    public TimeSpan ExpectedLoad { get; init; }

    /// <summary>The limit to tell the worker: the attempt's own time on top of the load; null means the kind's own.</summary>
    public int? AttemptSeconds => ExpectedLoad > TimeSpan.Zero
        ? (TimeoutSeconds ?? (int)KindTimeouts.Of(Kind).TotalSeconds) + (int)Math.Ceiling(ExpectedLoad.TotalSeconds)
        : TimeoutSeconds;

    /// <summary>The device whose slot was taken; null for kinds that need none.</summary>
    public string? DeviceId { get; init; }

    public string? Traceparent { get; init; }

    public DateTime? DeadlineAt { get; init; }

    public bool Stream { get; init; }

    public int Priority { get; init; }

    public required string Client { get; init; }

    public required string Source { get; init; }

    /// <summary>The lane it waited in.</summary>
    public Lane Lane => new(Block, -Priority, Client, Source);

    public DateTime QueuedAt { get; init; }

    public DateTime UpdatedAt { get; init; }

    public DateTime LeaseUntil { get; init; }
}
