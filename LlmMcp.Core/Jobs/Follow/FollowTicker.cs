using System.Collections.Concurrent;

namespace LlmMcp.Core.Jobs.Follow;

/// <summary>
/// One timer for all followers: a keep-alive every 15 s each, spread over the interval, and a look at the row every third
/// time, because a notification can be lost.
/// </summary>
internal sealed class FollowTicker : IDisposable
{
    private const int Slots = 15;
    private const int RoundsPerLook = 3;

    private readonly ConcurrentDictionary<Watcher, int>[] slots = [.. Enumerable.Range(0, Slots).Select(_ => new ConcurrentDictionary<Watcher, int>())];
    private readonly ITimer timer;
    private int next;
    private long tick;

    public FollowTicker(TimeProvider time) =>
        timer = time.CreateTimer(_ => Tick(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    /// <summary>Wakes the watcher in its turn until the registration is disposed.</summary>
    public IDisposable Add(Watcher watcher)
    {
        var slot = slots[(uint)Interlocked.Increment(ref next) % Slots];
        slot[watcher] = 0;
        return new Registration(slot, watcher);
    }

    public void Dispose() => timer.Dispose();

    private void Tick()
    {
        var now = Interlocked.Increment(ref tick);
        var reason = now / Slots % RoundsPerLook == 0 ? WakeReason.Status | WakeReason.KeepAlive : WakeReason.KeepAlive;
        foreach (var watcher in slots[now % Slots].Keys)
        {
            watcher.Wake(reason);
        }
    }

    private sealed class Registration(ConcurrentDictionary<Watcher, int> slot, Watcher watcher) : IDisposable
    {
        public void Dispose() => slot.TryRemove(watcher, out _);
    }
}
