namespace LlmMcp.Core.Scheduling;

/// <summary>Claims, told inside this process. Handlers run on the dispatcher's thread and must return at once.</summary>
internal sealed class ClaimEvents
{
    /// <summary>Jobs were handed to a worker of this Core.</summary>
    public event Action<IReadOnlyList<ClaimedJob>>? Delivered;

    public void PublishDelivered(IReadOnlyList<ClaimedJob> jobs) => Delivered?.Invoke(jobs);
}
