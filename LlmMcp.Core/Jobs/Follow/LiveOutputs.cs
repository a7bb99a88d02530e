using System.Collections.Concurrent;

namespace LlmMcp.Core.Jobs.Follow;

/// <summary>
/// The output of running jobs this Core knows: those whose worker is attached here, and those somebody here follows.
/// Ended ones stay a minute, for clients that lost their connection in the last moment.
/// </summary>
internal sealed class LiveOutputs
{
    private static readonly TimeSpan Linger = TimeSpan.FromMinutes(1);

    // The news that an attempt ended may have been lost. What is needed again after this long is read from the table.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<Guid, LiveOutput> outputs = new();
    private readonly JobWatch watch;
    private readonly TimeProvider time;

    public LiveOutputs(JobWatch watch, JobEvents events, TimeProvider time)
    {
        (this.watch, this.time) = (watch, time);
        events.Changed += MarkEnded;
        events.FollowedElsewhere += Record;
    }

    /// <summary>Raised when pieces of a recorded job wait to be written.</summary>
    public event Action? Unrecorded;

    /// <summary>All outputs, ended ones included.</summary>
    public ICollection<LiveOutput> All => outputs.Values;

    /// <summary>The output of the job's newest known attempt.</summary>
    public LiveOutput? Find(Guid job) => outputs.GetValueOrDefault(job);

    /// <summary>Takes in pieces of an attempt. An older attempt's are dropped; a newer attempt starts anew.</summary>
    /// <param name="recording">Write them to the table even if nobody follows here.</param>
    /// <param name="local">From a worker attached here, rather than read back from the table.</param>
    public void Append(Guid job, long claimNo, long firstSeq, IReadOnlyList<OutputPiece> pieces, bool recording, bool local)
    {
        var output = outputs.AddOrUpdate(
            job,
            static (id, claim) => new LiveOutput(id, claim),
            static (id, known, claim) => known.ClaimNo >= claim ? known : new LiveOutput(id, claim),
            claimNo);
        if (output.ClaimNo != claimNo)
        {
            return;
        }

        output.Local |= local;
        if (!output.Append(firstSeq, pieces))
        {
            return;
        }

        output.TouchedAt = time.GetTimestamp();

        watch.Wake(job, WakeReason.Output);
        if (!local)
        {
            return;
        }

        output.Recording |= recording || watch.IsWatched(job);
        if (output.Recording)
        {
            Unrecorded?.Invoke();
        }
    }

    /// <summary>Somebody follows the job: from now on its output is recorded, from the first piece.</summary>
    public void Record(Guid job)
    {
        if (outputs.TryGetValue(job, out var output))
        {
            output.Recording = true;
            Unrecorded?.Invoke();
        }
    }

    /// <summary>Drops what ended long enough ago.</summary>
    public void Trim()
    {
        foreach (var (job, output) in outputs)
        {
            if (output.EndedAt is { } ended ? time.GetElapsedTime(ended) > Linger : time.GetElapsedTime(output.TouchedAt) > LongestSilence)
            {
                outputs.TryRemove(KeyValuePair.Create(job, output));
            }
        }
    }

    private void MarkEnded(IReadOnlyList<JobChange> changes)
    {
        foreach (var change in changes)
        {
            if (change.Status != JobStatus.Running && outputs.TryGetValue(change.Id, out var output) && output.ClaimNo <= change.ClaimNo)
            {
                output.EndedAt = time.GetTimestamp();
            }
        }
    }
}
