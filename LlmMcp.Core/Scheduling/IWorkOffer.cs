namespace LlmMcp.Core.Scheduling;

/// <summary>A worker that is ready for jobs: an attached stream, or a single claim call.</summary>
internal interface IWorkOffer
{
    /// <summary>Who asks.</summary>
    string WorkerId { get; }

    /// <summary>Lease of what it is given, in seconds.</summary>
    int LeaseSeconds { get; }

    /// <summary>A claim call that does not wait: it wants an answer now, even an empty one.</summary>
    bool AnswersAtOnce { get; }

    /// <summary>What it can take now; null when it wants nothing (any more).</summary>
    Appetite? Appetite { get; }

    /// <summary>
    /// Hands over jobs, never more than the appetite. True: they are the worker's from here on. False: it left while they were
    /// being claimed, and they go back to the queue.
    /// </summary>
    bool Deliver(IReadOnlyList<ClaimedJob> jobs);

    /// <summary>There was nothing for it in this round.</summary>
    void NothingNow();
}
