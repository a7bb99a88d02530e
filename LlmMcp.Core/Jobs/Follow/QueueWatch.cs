using System.Collections.Concurrent;

namespace LlmMcp.Core.Jobs.Follow;

/// <summary>Followers of jobs that wait in line, and the place each was last told. One round for all of them tells who moved.</summary>
internal sealed class QueueWatch
{
    private readonly ConcurrentDictionary<Watcher, QueuePlace?> places = new();

    /// <summary>True when nobody follows a job in line: nothing needs to be counted.</summary>
    public bool IsEmpty => places.IsEmpty;

    /// <summary>Followers in line now.</summary>
    public ICollection<Watcher> Watchers => places.Keys;

    /// <summary>The follower waits in line and was told this place.</summary>
    public void Enter(Watcher watcher, QueuePlace? told) => places[watcher] = told;

    /// <summary>The job has left the line, or its follower has.</summary>
    public void Leave(Watcher watcher) => places.TryRemove(watcher, out _);

    /// <summary>The place last set; null when unknown or not in line.</summary>
    public QueuePlace? PlaceOf(Watcher watcher) => places.GetValueOrDefault(watcher);

    /// <summary>Wakes the follower when its job's place is another than last told.</summary>
    public void Move(Watcher watcher, QueuePlace place)
    {
        if (places.TryGetValue(watcher, out var told) && told != place && places.TryUpdate(watcher, place, told))
        {
            watcher.Wake(WakeReason.Place);
        }
    }
}
