using System.Threading.Tasks.Sources;

namespace LlmMcp.Core.Jobs.Follow;

/// <summary>Why a watcher is woken; reasons add up until it looks.</summary>
[Flags]
internal enum WakeReason
{
    None = 0,

    /// <summary>The job's row may have changed.</summary>
    Status = 1,

    /// <summary>The job's output grew.</summary>
    Output = 2,

    /// <summary>Nothing happened for a while: say that the connection lives.</summary>
    KeepAlive = 4,

    /// <summary>The caller left or the process stops.</summary>
    Stop = 8,

    /// <summary>The job's place in line changed.</summary>
    Place = 16,
}

/// <summary>
/// One waiter for one job. Waiting allocates nothing, so ten thousand idle streams cost little more than their sockets.
/// One reader; any thread may wake.
/// </summary>
internal sealed class Watcher(Guid jobId, Action<Watcher> remove) : IValueTaskSource<WakeReason>, IDisposable
{
    private readonly Lock gate = new();
    private ManualResetValueTaskSourceCore<WakeReason> source = new() { RunContinuationsAsynchronously = true };
    private WakeReason pending;
    private bool waiting;

    public Guid JobId => jobId;

    /// <summary>Waits until something happened since the last wait, and says what.</summary>
    public ValueTask<WakeReason> WaitAsync()
    {
        lock (gate)
        {
            if (pending != WakeReason.None)
            {
                var reasons = pending;
                pending = WakeReason.None;
                return ValueTask.FromResult(reasons);
            }

            source.Reset();
            waiting = true;
            return new ValueTask<WakeReason>(this, source.Version);
        }
    }

    public void Wake(WakeReason reason)
    {
        WakeReason reasons;
        lock (gate)
        {
            pending |= reason;
            if (!waiting)
            {
                return;
            }

            waiting = false;
            reasons = pending;
            pending = WakeReason.None;
        }

        source.SetResult(reasons);
    }

    public void Dispose() => remove(this);

    WakeReason IValueTaskSource<WakeReason>.GetResult(short token) => source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<WakeReason>.GetStatus(short token) => source.GetStatus(token);

    void IValueTaskSource<WakeReason>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        source.OnCompleted(continuation, state, token, flags);
}
