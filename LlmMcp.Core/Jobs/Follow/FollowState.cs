namespace LlmMcp.Core.Jobs.Follow;

/// <summary>What one follower has been told; decides, without I/O, what comes next.</summary>
internal sealed class FollowState(FollowPosition? after)
{
    private string? toldStatus;
    private long toldClaim = -1;

    /// <summary>True once the follower knows anything of the job.</summary>
    public bool HasTold => toldStatus is not null;

    /// <summary>True when the follower knows the job's status already.</summary>
    public bool HasToldOf(Job job) => toldStatus == job.Status && toldClaim == job.ClaimNo;

    /// <summary>The place reached.</summary>
    public FollowPosition Position { get; private set; } = after ?? default;

    /// <summary>
    /// True when the output of the job's attempt is to be told: always while it runs; after its end only to those who saw it
    /// before or come back. Whoever comes for the first time finds everything in the result.
    /// </summary>
    public bool WantsOutput(Job job) => !JobStatus.IsFinal(job.Status) || toldStatus is not null || after is not null;

    /// <summary>The row was read: everything it and the output say that was not told yet, in order.</summary>
    public IEnumerable<FollowEvent> OnRow(Job job, LiveOutput? output)
    {
        var first = toldStatus is null;
        var wanted = WantsOutput(job);
        var changed = toldStatus != job.Status || toldClaim != job.ClaimNo;
        if (Position.ClaimNo != 0 && job.ClaimNo > Position.ClaimNo && job.Status != JobStatus.Queued)
        {
            Position = new FollowPosition(job.ClaimNo, 0);
            yield return new FollowEvent.Reset(Position, job.Attempts);
        }
        else if (Position.ClaimNo == 0 || Position.ClaimNo > job.ClaimNo)
        {
            // First claim seen, or an id that is not of this job: the current attempt from its first piece.
            Position = new FollowPosition(job.ClaimNo, 0);
        }

        // The first event is the status whatever happens; a final one comes after the output it closes.
        var final = JobStatus.IsFinal(job.Status);
        if (first || (changed && !final))
        {
            (toldStatus, toldClaim) = (job.Status, job.ClaimNo);
            if (!final)
            {
                yield return new FollowEvent.Status(Position, job);
            }
        }

        if (wanted)
        {
            foreach (var delta in OnOutput(output))
            {
                yield return delta;
            }
        }

        if (final)
        {
            yield return new FollowEvent.Status(Position, job);
        }
    }

    /// <summary>The output grew: its pieces after the position.</summary>
    public IEnumerable<FollowEvent> OnOutput(LiveOutput? output)
    {
        if (output is null || output.ClaimNo != Position.ClaimNo)
        {
            yield break;
        }

        foreach (var piece in output.ReadAfter(Position.Seq))
        {
            Position = Position with { Seq = Position.Seq + 1 };
            yield return new FollowEvent.Delta(Position, piece);
        }
    }
}
