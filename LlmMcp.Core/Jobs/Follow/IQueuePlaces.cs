namespace LlmMcp.Core.Jobs.Follow;

/// <summary>Where a queued job stands. Fairness between clients is left out: it may be overtaken or overtake.</summary>
/// <param name="Position">Ready jobs that could run on the same devices and come before it; null when unknown or more than 10,000.</param>
/// <param name="EtaSeconds">Seconds until its answer is expected, from measured speeds; null when something was never measured.</param>
internal sealed record QueuePlace(int? Position, int? EtaSeconds);

/// <summary>Knows where queued jobs stand; the queue itself does not know which jobs compete.</summary>
internal interface IQueuePlaces
{
    /// <summary>True while the job waits in a line that is looked at.</summary>
    bool IsInLine(Job job);

    /// <summary>Where the job stands now, at most a second old; null when it is not in line, or not known.</summary>
    ValueTask<QueuePlace?> FindAsync(Job job, CancellationToken cancellationToken);
}

/// <summary>Nobody counts.</summary>
internal sealed class NoQueuePlaces : IQueuePlaces
{
    public bool IsInLine(Job job) => false;

    public ValueTask<QueuePlace?> FindAsync(Job job, CancellationToken cancellationToken) => ValueTask.FromResult<QueuePlace?>(null);
}
