using LlmMcp.Core.Jobs;
using Npgsql;

namespace LlmMcp.Core.Scheduling;

/// <summary>Hands claimed jobs to their worker, or back to the queue when it has left, and tells who waits to hear that they run.</summary>
internal sealed class Handover(
    ClaimTaker taker, OutcomeRecorder recorder, JobEvents events, ClaimEvents claims, CoreIdentity identity, ILogger<Handover> logger)
{
    /// <summary>How many the worker has taken.</summary>
    public async Task<int> GiveAsync(IWorkOffer offer, List<ClaimedJob> jobs)
    {
        if (jobs.Count == 0)
        {
            return 0;
        }

        // The statement answers in no particular order; a worker starts the oldest of the most urgent first.
        jobs.Sort(static (a, b) => a.Priority != b.Priority ? b.Priority.CompareTo(a.Priority) : a.Id.CompareTo(b.Id));
        if (offer.Deliver(jobs))
        {
            await TellRunningAsync(jobs);
            return jobs.Count;
        }

        // The worker left while the statement ran. Nobody would heartbeat these jobs until their leases ran out.
        await recorder.RecordAsync([.. jobs.Select(job => new AttemptEnd.Released(job.Id, job.ClaimNo, offer.WorkerId))], CancellationToken.None);
        return 0;
    }

    // Followers wait for this: the first thing they want to know is that their job runs, and by which claim.
    private async Task TellRunningAsync(List<ClaimedJob> jobs)
    {
        claims.PublishDelivered(jobs);
        var changes = jobs.ConvertAll(static job => new JobChange(job.Id, JobStatus.Running, job.ClaimNo));
        events.PublishChanged(changes);
        try
        {
            await taker.NotifyAsync(JobNotification.Changes(identity.Id, changes));
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
        {
            // The jobs are handed over all the same. Followers elsewhere find out at their next look.
            SchedulingLog.ClaimFailed(logger, exception.Message);
        }
    }
}
