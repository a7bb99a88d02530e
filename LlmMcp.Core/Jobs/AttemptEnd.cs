namespace LlmMcp.Core.Jobs;

/// <summary>A worker's word on a claim it held. Doors make it; the queue believes it only if the claim is still the worker's.</summary>
/// <param name="JobId">The job.</param>
/// <param name="ClaimNo">The fence; 0 from an old client, which is fenced by worker and <c>running</c>.</param>
/// <param name="WorkerId">Who says so.</param>
internal abstract record AttemptEnd(Guid JobId, long ClaimNo, string WorkerId)
{
    /// <summary>It succeeded.</summary>
    public sealed record Done(Guid JobId, long ClaimNo, string WorkerId, ReadOnlyMemory<byte> Result, ReadOnlyMemory<byte> Metrics)
        : AttemptEnd(JobId, ClaimNo, WorkerId);

    /// <summary>It failed; tried again unless the class says that cannot help or the attempts are used up.</summary>
    public sealed record Failed(
        Guid JobId, long ClaimNo, string WorkerId, string Error, string ErrorClass, TimeSpan RetryAfter, ReadOnlyMemory<byte> Metrics)
        : AttemptEnd(JobId, ClaimNo, WorkerId);

    /// <summary>Given back by a worker that stops, or never heard of by it; the attempt is not charged.</summary>
    public sealed record Released(Guid JobId, long ClaimNo, string WorkerId) : AttemptEnd(JobId, ClaimNo, WorkerId);
}
