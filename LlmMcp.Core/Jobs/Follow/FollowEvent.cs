namespace LlmMcp.Core.Jobs.Follow;

/// <summary>
/// A place in a job's event stream: the attempt and the number of the last piece sent. Written <c>3.17</c> in SSE ids.
/// </summary>
internal readonly record struct FollowPosition(long ClaimNo, long Seq)
{
    public override string ToString() => $"{ClaimNo}.{Seq}";

    /// <summary>Reads the text form; false for anything else, which then means "from the start".</summary>
    public static bool TryParse(string? text, out FollowPosition position)
    {
        position = default;
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (dot <= 0 || !long.TryParse(text.AsSpan(0, dot), out var claim) || !long.TryParse(text.AsSpan(dot + 1), out var seq) || claim < 0 || seq < 0)
        {
            return false;
        }

        position = new FollowPosition(claim, seq);
        return true;
    }
}

/// <summary>What a follower is told. <see cref="Position"/> is where to resume after it.</summary>
internal abstract record FollowEvent(FollowPosition Position)
{
    /// <summary>The job as it is now. The first event always, then one per change; the last one is final.</summary>
    public sealed record Status(FollowPosition Position, Job Job) : FollowEvent(Position)
    {
        /// <summary>Where it stands while it waits in line; null when that is not known or not asked.</summary>
        public QueuePlace? Place { get; init; }
    }

    /// <summary>The job still waits and stands elsewhere in line.</summary>
    public sealed record Queue(FollowPosition Position, QueuePlace Place) : FollowEvent(Position);

    /// <summary>A piece of the answer.</summary>
    public sealed record Delta(FollowPosition Position, OutputPiece Piece) : FollowEvent(Position);

    /// <summary>A new attempt begins: what was shown of the older one is void.</summary>
    public sealed record Reset(FollowPosition Position, int Attempt) : FollowEvent(Position);

    /// <summary>Nothing happened for a while.</summary>
    public sealed record KeepAlive(FollowPosition Position) : FollowEvent(Position);

    /// <summary>There is no such job.</summary>
    public sealed record NotFound() : FollowEvent(default(FollowPosition));
}
