using System.Collections.Concurrent;
using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Workers;

/// <summary>The worker streams of this Core, and which of them holds which job. Tells a worker when a claim is no longer its own.</summary>
internal sealed class AttachedWorkers
{
    private readonly ConcurrentDictionary<string, WorkerStream> byWorker = new();
    private readonly ConcurrentDictionary<Guid, (WorkerStream Stream, long ClaimNo)> holders = new();

    public AttachedWorkers(JobEvents events)
    {
        events.Changed += OnChanged;
        events.FollowedElsewhere += OnFollowedElsewhere;
    }

    /// <summary>Ids of the workers attached here.</summary>
    public IReadOnlyCollection<string> Ids => [.. byWorker.Keys];

    /// <summary>The worker's newest stream; an older one, left over from a connection nobody closed, is ended.</summary>
    public void Attach(WorkerStream stream)
    {
        byWorker.AddOrUpdate(stream.WorkerId, stream, (_, older) =>
        {
            older.End();
            return stream;
        });
    }

    public void Detach(WorkerStream stream) => byWorker.TryRemove(KeyValuePair.Create(stream.WorkerId, stream));

    public void Hold(WorkerStream stream, Guid job, long claimNo) => holders[job] = (stream, claimNo);

    public void Release(WorkerStream stream, Guid job, long claimNo) => holders.TryRemove(KeyValuePair.Create(job, (stream, claimNo)));

    // Usually the follower is there before the first piece of output: without this nobody would remember it.
    private void OnFollowedElsewhere(Guid job)
    {
        if (holders.TryGetValue(job, out var holder))
        {
            holder.Stream.Record(job, holder.ClaimNo);
        }
    }

    private void OnChanged(IReadOnlyList<JobChange> changes)
    {
        foreach (var change in changes)
        {
            if (holders.TryGetValue(change.Id, out var holder)
                && (change.Status != JobStatus.Running || change.ClaimNo != holder.ClaimNo)
                && change.ClaimNo >= holder.ClaimNo)
            {
                holder.Stream.Lose(change.Id, holder.ClaimNo, change.Status == JobStatus.Canceled ? LostReasons.Canceled : LostReasons.LeaseLost);
            }
        }
    }
}

/// <summary>Why a claim is no longer the worker's: the texts of <c>reason</c> on the wire.</summary>
internal static class LostReasons
{
    public const string LeaseLost = "lease_lost";
    public const string Canceled = "canceled";
}
