using LlmMcp.Core.Api;
using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.JobsApi;

/// <summary>What happened to a job before: who tried, where, and how each try ended.</summary>
internal static class AttemptsEndpoint
{
    private const int Most = 100;

    public static async Task<IResult> ListAsync(string id, JobQueue queue, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "D", out var jobId) || await queue.GetAsync(jobId, cancellationToken) is not { } job)
        {
            return ApiError.JobNotFound(id).ToResult();
        }

        var attempts = job.ClaimNo == 0 ? [] : await queue.ListAttemptsAsync(jobId, Most, cancellationToken);
        return JsonReply.Ok(new AttemptList(attempts));
    }
}

/// <summary>The answer of <c>GET /v1/jobs/{id}/attempts</c>: at most the latest hundred. The running attempt is the job itself.</summary>
internal sealed record AttemptList(IReadOnlyList<JobAttempt> Attempts);
