namespace LlmMcp.Client;

/// <summary>What a follower of a job learns, in the order it happened.</summary>
public abstract record JobEvent
{
    /// <summary>The job is in another situation than before. The last event of every follow is a final one.</summary>
    public sealed record StatusChanged(Job Job) : JobEvent;

    /// <summary>The waiting job has moved in line.</summary>
    /// <param name="Position">Jobs before it; null when not known.</param>
    /// <param name="EtaSeconds">Seconds until its answer is expected; null when not known.</param>
    public sealed record Moved(long? Position, double? EtaSeconds) : JobEvent;

    /// <summary>More text of the running attempt.</summary>
    public sealed record TextArrived(string Response, string Thinking) : JobEvent;

    /// <summary>A new attempt began; the text so far belongs to one that failed.</summary>
    public sealed record AttemptBegan(long Attempt) : JobEvent;

    /// <summary>The stream broke and will be opened again after a pause.</summary>
    public sealed record StreamBroke(string Why) : JobEvent;
}
