namespace LlmMcp.Testing;

/// <summary>A timer of <see cref="FakeTimeProvider"/>, which owns <see cref="DueAt"/> and <see cref="Order"/> under its lock.</summary>
internal sealed class FakeTimer(FakeTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    // As long as System.Threading.Timer accepts.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(0xfffffffe);

    private volatile bool isDisposed;

    public TimeSpan DueAt { get; set; }

    public long Order { get; set; }

    /// <summary>Zero for a timer that fires once.</summary>
    public TimeSpan Period { get; private set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, nameof(dueTime));
        Validate(period, nameof(period));
        if (isDisposed)
        {
            return false;
        }

        clock.Disarm(this);
        Period = period > TimeSpan.Zero ? period : TimeSpan.Zero;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            clock.Arm(this, dueTime);
            if (dueTime == TimeSpan.Zero)
            {
                // A real timer that is due at once fires without anybody moving the clock.
                clock.Advance(TimeSpan.Zero);
            }
        }

        return true;
    }

    public void Fire()
    {
        if (!isDisposed)
        {
            callback(state);
        }
    }

    public void Dispose()
    {
        isDisposed = true;
        clock.Disarm(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Validate(TimeSpan value, string name)
    {
        if (value != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Longest, name);
        }
    }
}
