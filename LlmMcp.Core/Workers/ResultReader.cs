using LlmMcp.Contracts;
using LlmMcp.Contracts.V1;
using LlmMcp.Core.Api;
using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Workers;

/// <summary>Translates a worker's results; what cannot be stored as JSON becomes a failure of that one job.</summary>
internal static class ResultReader
{
    /// <summary>Longest error text kept, in characters.</summary>
    public const int MaxError = 8192;

    /// <summary>Longest wait a server's <c>Retry-After</c> may ask for.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    public static IReadOnlyList<AttemptEnd> Read(string worker, JobResults results)
    {
        var ends = new List<AttemptEnd>(results.Results.Count);
        foreach (var result in results.Results)
        {
            ends.Add(Read(worker, result));
        }

        return ends;
    }

    /// <summary>A failure with its texts and times within bounds.</summary>
    public static AttemptEnd.Failed Failed(
        Guid job, long claimNo, string worker, string error, string errorClass, double retryAfterSeconds, ReadOnlyMemory<byte> metrics) =>
        new(
            job, claimNo, worker,
            error.Length == 0 ? "the worker gave no reason" : error.Length > MaxError ? error[..MaxError] : error,
            errorClass.Length is 0 or > 100 ? ErrorClass.Internal : errorClass,
            double.IsFinite(retryAfterSeconds) ? TimeSpan.FromSeconds(Math.Clamp(retryAfterSeconds, 0, MaxRetryAfter.TotalSeconds)) : TimeSpan.Zero,
            metrics);

    private static AttemptEnd Read(string worker, JobResult result)
    {
        var job = Ids.Job(result.JobId);
        return result.OutcomeCase switch
        {
            JobResult.OutcomeOneofCase.Done => Done(job, result.ClaimNo, worker, result.Done),
            JobResult.OutcomeOneofCase.Failed => Failed(
                job, result.ClaimNo, worker, result.Failed.Error, result.Failed.ErrorClass, result.Failed.RetryAfterSeconds, JsonOrNothing(result.Failed.MetricsJson.Memory)),
            JobResult.OutcomeOneofCase.Released => new AttemptEnd.Released(job, result.ClaimNo, worker),
            _ => Failed(job, result.ClaimNo, worker, "the worker reported a result without an outcome", ErrorClass.Internal, 0, default),
        };
    }

    private static AttemptEnd Done(Guid job, long claimNo, string worker, JobDone done)
    {
        var result = done.ResultJson.Length == 0 ? "{}"u8.ToArray() : done.ResultJson.Memory;
        return PayloadText.FaultOfText(result.Span) is { } fault
            ? Failed(job, claimNo, worker, $"the worker's result cannot be stored: {fault}", ErrorClass.Internal, 0, default)
            : new AttemptEnd.Done(job, claimNo, worker, result, JsonOrNothing(done.MetricsJson.Memory));
    }

    // Metrics are an extra: a result does not fail for them.
    private static ReadOnlyMemory<byte> JsonOrNothing(ReadOnlyMemory<byte> json) =>
        json.Length > 0 && PayloadText.FaultOfText(json.Span) is null ? json : default;
}
