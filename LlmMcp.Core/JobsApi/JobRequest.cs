using LlmMcp.Core.Api;

namespace LlmMcp.Core.JobsApi;

/// <summary>The body of <c>POST /v1/jobs</c>; the gRPC message carries the same fields.</summary>
internal sealed record JobRequest
{
    /// <summary>Required; see <see cref="Contracts.JobKinds"/>, or a custom kind of 1 to 200 characters.</summary>
    public string? Kind { get; init; }

    /// <summary>Any JSON; <c>{}</c> when absent.</summary>
    public RawJson Payload { get; init; }

    /// <summary>Higher runs first. The default is 0.</summary>
    public int Priority { get; init; }

    /// <summary>What the caller calls itself; a lane of fairness. At most 200 characters.</summary>
    public string? Source { get; init; }

    /// <summary>1 to 1000; 0 means 3.</summary>
    public int MaxAttempts { get; init; }

    /// <summary>RFC 3339; the job ends in <c>error</c> when it passes.</summary>
    public string? DeadlineAt { get; init; }

    /// <summary>Record token deltas from the start, whether or not anybody follows yet.</summary>
    public bool Stream { get; init; }

    /// <summary>Limit of one attempt, 1 to 86400 seconds; 0 means the kind's own.</summary>
    public int TimeoutSeconds { get; init; }
}

/// <summary>The body of <c>POST /v1/jobs/batch</c>.</summary>
internal sealed record JobBatchRequest
{
    /// <summary>Stored all together or not at all.</summary>
    public List<JobRequest>? Jobs { get; init; }
}
