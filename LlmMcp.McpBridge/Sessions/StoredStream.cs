namespace LlmMcp.McpBridge.Sessions;

/// <summary>One event of a stream, kept to be sent again.</summary>
/// <param name="Stream">Where it belongs.</param>
/// <param name="Number">Counts from 1 within its stream.</param>
/// <param name="Message">The JSON-RPC message in UTF-8; null for an event that only tells the client where it is.</param>
/// <param name="Retry">How long the client is asked to wait before it comes back; null when nothing is said.</param>
internal sealed record StoredEvent(StoredStream Stream, long Number, byte[]? Message, TimeSpan? Retry)
{
    private const int Overhead = 160;

    /// <summary>Its place among those of all sessions.</summary>
    public LinkedListNode<StoredEvent>? Node { get; set; }

    /// <summary>About what it takes in memory, in bytes.</summary>
    public int Size => Overhead + (Message?.Length ?? 0);

    /// <summary>As <c>Last-Event-ID</c> carries it.</summary>
    public string Id => $"{Stream.Number}-{Number}";
}

/// <summary>The kept events of one stream: one answer, or all that a session's server says unasked. Guarded by its pool.</summary>
/// <param name="Number">Unlike any other of this process.</param>
/// <param name="Session">Whose it is.</param>
/// <param name="Name">What the transport calls it.</param>
internal sealed record StoredStream(long Number, SessionEvents Session, string Name)
{
    /// <summary>Those still kept, oldest first, without a gap.</summary>
    public Queue<StoredEvent> Events { get; } = new();

    /// <summary>Number of the latest event.</summary>
    public long Latest { get; set; }

    /// <summary>Nothing comes any more.</summary>
    public bool Ended { get; set; }

    /// <summary>Readers get what there is and come again.</summary>
    public bool Polled { get; set; }

    /// <summary>Completes at the next change.</summary>
    public TaskCompletionSource Changed { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
