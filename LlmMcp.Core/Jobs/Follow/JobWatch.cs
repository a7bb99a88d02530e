using System.Collections.Concurrent;

namespace LlmMcp.Core.Jobs.Follow;

/// <summary>
/// Who waits for which job on this Core. A watcher is woken, never told: it looks at the row and at the output itself, so a
/// hundred changes while it writes cost one look.
/// </summary>
internal sealed class JobWatch
{
    private readonly ConcurrentDictionary<Guid, Watcher[]> watchers = new();

    public JobWatch(JobEvents events)
    {
        events.Changed += changes =>
        {
            foreach (var change in changes)
            {
                Wake(change.Id, WakeReason.Status);
            }
        };
        events.Resync += () => WakeAll(WakeReason.Status);
    }

    /// <summary>Number of watchers.</summary>
    public int Count => watchers.Values.Sum(static list => list.Length);

    /// <summary>Jobs somebody watches here.</summary>
    public ICollection<Guid> Jobs => watchers.Keys;

    public bool IsWatched(Guid job) => watchers.ContainsKey(job);

    /// <summary>Starts watching; dispose the watcher to stop.</summary>
    public Watcher Add(Guid job)
    {
        var watcher = new Watcher(job, Remove);
        watchers.AddOrUpdate(job, static (_, added) => [added], static (_, list, added) => [.. list, added], watcher);
        return watcher;
    }

    public void Wake(Guid job, WakeReason reason)
    {
        if (watchers.TryGetValue(job, out var list))
        {
            foreach (var watcher in list)
            {
                watcher.Wake(reason);
            }
        }
    }

    public void WakeAll(WakeReason reason)
    {
        foreach (var list in watchers.Values)
        {
            foreach (var watcher in list)
            {
                watcher.Wake(reason);
            }
        }
    }

    private void Remove(Watcher watcher)
    {
        while (watchers.TryGetValue(watcher.JobId, out var list))
        {
            var rest = Array.FindAll(list, other => other != watcher);
            var removed = rest.Length == 0
                ? watchers.TryRemove(KeyValuePair.Create(watcher.JobId, list))
                : watchers.TryUpdate(watcher.JobId, rest, list);
            if (removed)
            {
                return;
            }
        }
    }
}
