using LlmMcp.Client;

namespace LlmMcp.McpBridge.Tools.Jobs;

/// <summary>Waits for jobs by following them.</summary>
internal sealed class JobWait(CoreHttp core, JobTrail trail, TimeProvider time)
{
    /// <summary>Longest wait of a call in seconds.</summary>
    public const int Most = 3_600;

    // Hosts give up on a tool after a minute where nothing tells them that it lives.
    private const int Silent = 50;
    private const int Told = 600;

    /// <summary>How long to wait where the caller did not say: shorter than silent hosts are patient.</summary>
    public static int SecondsFor(ToolCall call, int? wanted) => wanted ?? (call.WantsProgress ? Told : Silent);

    /// <summary>Returns when the job has ended or the time is up, whichever comes first, with the job as it then stands.</summary>
    /// <exception cref="CoreCallException">There is no such job, or Core stays away.</exception>
    public async Task<Job> UntilFinalAsync(string jobId, int seconds, JobProgress progress, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await foreach (var happened in trail.FollowAsync(jobId, either.Token))
            {
                if (happened is JobEvent.StatusChanged { Job: { IsFinal: true } ended })
                {
                    await progress.EndAsync(either.Token);
                    return ended;
                }

                await progress.TellAsync(happened, either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is up; the job goes on.
        }

        return new Job(await core.GetAsync(CorePaths.One(jobId), cancellationToken));
    }
}
