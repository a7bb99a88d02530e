using LlmMcp.Core.Jobs;
using LlmMcp.Core.Jobs.Follow;

namespace LlmMcp.Core.JobsApi;

/// <summary>Waits for a job's end: what every synchronous surface is made of.</summary>
internal static class JobWait
{
    /// <summary>The job when it has ended, or as it was last seen when the time is up; null when it does not exist.</summary>
    public static async Task<Job?> UntilFinalAsync(JobFollower follower, Guid id, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limit);
        Job? last = null;
        try
        {
            await foreach (var happened in follower.FollowAsync(id, after: null, deltas: false, patience.Token))
            {
                last = happened is FollowEvent.Status status ? status.Job : last;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is up; what was seen last is the answer.
        }

        return last;
    }
}
