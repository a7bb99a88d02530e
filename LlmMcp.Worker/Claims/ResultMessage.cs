using Google.Protobuf;
using LlmMcp.Contracts;
using LlmMcp.Contracts.V1;
using LlmMcp.Worker.Execution;

namespace LlmMcp.Worker.Claims;

/// <summary>Puts outcomes on the wire. The documents are not copied: nobody writes to them any more.</summary>
internal static class ResultMessage
{
    /// <summary>Largest result document in bytes; Core's limit for a message must be above it.</summary>
    public const int MaxDocumentBytes = 32 << 20;

    public static JobResult Of(ClaimKey key, JobOutcome outcome) => outcome switch
    {
        JobOutcome.Done done when done.ResultJson.Length > MaxDocumentBytes => Of(key, new JobOutcome.Failed(
            $"the result has {done.ResultJson.Length >> 20} MiB, more than the {MaxDocumentBytes >> 20} MiB that are stored", ErrorClass.Request)),
        JobOutcome.Done done => new JobResult
        {
            JobId = key.JobId,
            ClaimNo = key.ClaimNo,
            Done = new JobDone { ResultJson = Wrap(done.ResultJson), MetricsJson = Wrap(done.MetricsJson) },
        },
        JobOutcome.Failed failed => new JobResult
        {
            JobId = key.JobId,
            ClaimNo = key.ClaimNo,
            Failed = new JobFailed
            {
                Error = failed.Error,
                ErrorClass = failed.ErrorClass,
                RetryAfterSeconds = failed.RetryAfter?.TotalSeconds ?? 0,
                MetricsJson = Wrap(failed.MetricsJson),
            },
        },
        _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}."),
    };

    public static JobResult Released(ClaimKey key) => new() { JobId = key.JobId, ClaimNo = key.ClaimNo, Released = new JobReleased() };

    private static ByteString Wrap(ReadOnlyMemory<byte> json) => UnsafeByteOperations.UnsafeWrap(json);
}
