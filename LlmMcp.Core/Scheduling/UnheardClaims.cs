using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Scheduling;

/// <summary>
/// Makes claims and brings back those whose answer was lost: when the database or the connection breaks in the moment of the
/// commit, jobs may be a worker's that never heard of them. Without this they would wait until their leases ran out, and be
/// charged an attempt that nobody made.
/// </summary>
/// <remarks>
/// Not for concurrent use: claims are made one after the other, so that what a worker holds since the last claim that was heard is
/// what it did not hear of. Should it have claimed on another Core in between, jobs it runs go back to the queue: the fence turns its
/// results away and they run once more, as after a lost lease.
/// </remarks>
internal sealed class UnheardClaims(ClaimTaker taker, OutcomeRecorder recorder, ILogger<UnheardClaims> logger)
{
    // By the database's clock; nothing before the first claim, when a worker may still hold jobs from before this Core started.
    private DateTime? lastHeard;

    // Whose claim has no answer.
    private string? unheard;

    /// <summary>Makes a claim for the worker. When it throws, <see cref="TakeBackAsync"/> comes before the next one.</summary>
    public async Task<List<ClaimedJob>> ClaimAsync(string worker, Func<Task<List<ClaimedJob>>> claim)
    {
        unheard = worker;
        var jobs = await claim();
        unheard = null;
        if (jobs.Count > 0)
        {
            lastHeard = jobs.Max(static job => job.UpdatedAt);
        }

        return jobs;
    }

    /// <summary>Jobs of the last claim return to the queue, not charged, if it was committed and its answer lost; answers how many.</summary>
    public async Task<int> TakeBackAsync(CancellationToken cancellationToken)
    {
        if (unheard is not { } worker)
        {
            return 0;
        }

        var jobs = lastHeard is { } after ? await taker.ListClaimedAsync(worker, after, cancellationToken) : [];
        if (jobs.Count > 0)
        {
            await recorder.RecordAsync([.. jobs.Select(job => new AttemptEnd.Released(job.Id, job.ClaimNo, worker))], cancellationToken);
            SchedulingLog.ClaimsUnheard(logger, jobs.Count, worker);
        }

        unheard = null;
        return jobs.Count;
    }
}
