namespace LlmMcp.Core.Jobs.Follow;

/// <summary>
/// What one attempt has said so far, numbered from 1. Filled by the worker's stream on the Core it is attached to, or from the
/// table on a Core that only follows. Pieces are idempotent by number: a worker that reconnects sends them again.
/// </summary>
internal sealed class LiveOutput(Guid jobId, long claimNo)
{
    /// <summary>Characters kept for one attempt. Beyond it followers get no more deltas, but the result is whole.</summary>
    public const int MaxChars = 2 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly List<OutputPiece> pieces = [];
    private int chars;
    private int recorded;

    public Guid JobId => jobId;

    public long ClaimNo => claimNo;

    /// <summary>Somebody follows, or the job asked to stream: pieces go to the table as well.</summary>
    public bool Recording { get; set; }

    /// <summary>From a worker attached to this Core; otherwise read back from the table, where it needs no second writing.</summary>
    public bool Local { get; set; }

    /// <summary>When something was added last, as a timestamp of the clock.</summary>
    public long TouchedAt { get; set; }

    /// <summary>When the attempt ended; null while it runs.</summary>
    public long? EndedAt { get; set; }

    /// <summary>Number of the last piece; 0 before the first.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return pieces.Count;
            }
        }
    }

    /// <summary>True when pieces wait to be recorded.</summary>
    public bool HasUnrecorded
    {
        get
        {
            lock (gate)
            {
                return Local && Recording && recorded < pieces.Count;
            }
        }
    }

    /// <summary>Appends pieces numbered from <paramref name="firstSeq"/>; known ones are skipped, a gap is refused.</summary>
    /// <returns>True when something new came in.</returns>
    public bool Append(long firstSeq, IReadOnlyList<OutputPiece> more)
    {
        lock (gate)
        {
            var skip = pieces.Count + 1 - firstSeq;
            if (skip < 0 || skip >= more.Count || chars > MaxChars)
            {
                return false;
            }

            for (var i = (int)skip; i < more.Count; i++)
            {
                pieces.Add(more[i]);
                chars += more[i].Response.Length + more[i].Thinking.Length;
            }

            return true;
        }
    }

    /// <summary>The pieces after number <paramref name="seq"/>.</summary>
    public OutputPiece[] ReadAfter(long seq)
    {
        lock (gate)
        {
            return seq >= pieces.Count ? [] : [.. pieces.Skip((int)seq)];
        }
    }

    /// <summary>The pieces not yet recorded, and the number of the first; they count as recorded from now on.</summary>
    public (int FirstSeq, OutputPiece[] Pieces) TakeUnrecorded()
    {
        lock (gate)
        {
            var first = recorded + 1;
            var taken = pieces.Skip(recorded).ToArray();
            recorded = pieces.Count;
            return (first, taken);
        }
    }

    /// <summary>The recording failed or the table was lost: everything is written again.</summary>
    public void ForgetRecorded()
    {
        lock (gate)
        {
            recorded = 0;
        }
    }
}
