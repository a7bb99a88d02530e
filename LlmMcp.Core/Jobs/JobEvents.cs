namespace LlmMcp.Core.Jobs;

/// <summary>
/// What happened to jobs, told inside this process. Handlers run on the publisher's thread and must return at once; another
/// Core's news arrives here through <see cref="JobListener"/>.
/// </summary>
internal sealed class JobEvents
{
    /// <summary>Jobs changed status, here or on another Core.</summary>
    public event Action<IReadOnlyList<JobChange>>? Changed;

    /// <summary>Jobs changed status by this Core's doing; raised before <see cref="Changed"/>.</summary>
    public event Action<IReadOnlyList<JobChange>>? ChangedHere;

    /// <summary>Attempts ended by this Core's doing, and it is committed: what cannot be undone, such as a count, follows from here.</summary>
    public event Action<IReadOnlyList<EndedAttempt>>? AttemptsEnded;

    /// <summary>This Core stored new jobs.</summary>
    public event Action<IReadOnlyList<NewJob>>? Stored;

    /// <summary>Lanes got ready jobs, of which the oldest is named; null when another Core only said that there are some.</summary>
    public event Action<IReadOnlyDictionary<Lane, Guid>?>? Ready;

    /// <summary>Another Core recorded new output of these jobs.</summary>
    public event Action<IReadOnlyList<Guid>>? OutputRecorded;

    /// <summary>Somebody elsewhere follows this job: whoever holds its output records it.</summary>
    public event Action<Guid>? FollowedElsewhere;

    /// <summary>Devices were changed, here or on another Core, and the change is committed.</summary>
    public event Action? DevicesChanged;

    /// <summary>The connection to the database broke: perhaps it crashed, and what it does not keep through a crash is gone.</summary>
    public event Action? ConnectionLost;

    /// <summary>Notifications may have been missed: everything that waits looks for itself.</summary>
    public event Action? Resync;

    public void PublishChanged(IReadOnlyList<JobChange> changes)
    {
        ChangedHere?.Invoke(changes);
        Changed?.Invoke(changes);
    }

    public void PublishChangedElsewhere(IReadOnlyList<JobChange> changes) => Changed?.Invoke(changes);

    public void PublishAttemptsEnded(IReadOnlyList<EndedAttempt> attempts) => AttemptsEnded?.Invoke(attempts);

    public void PublishStored(IReadOnlyList<NewJob> jobs) => Stored?.Invoke(jobs);

    public void PublishReady(IReadOnlyDictionary<Lane, Guid>? lanes) => Ready?.Invoke(lanes);

    public void PublishOutputRecorded(IReadOnlyList<Guid> jobs) => OutputRecorded?.Invoke(jobs);

    public void PublishFollowedElsewhere(Guid job) => FollowedElsewhere?.Invoke(job);

    public void PublishDevicesChanged() => DevicesChanged?.Invoke();

    public void PublishConnectionLost() => ConnectionLost?.Invoke();

    public void PublishResync() => Resync?.Invoke();
}
