namespace LlmMcp.Testing;

/// <summary>
/// A clock that stands still until the test moves it. Timers fire inside <see cref="Advance"/>, in the order they are due,
/// each seeing the moment it was due at. Thread-safe; callbacks run on the advancing thread, outside any lock.
/// </summary>
public sealed class FakeTimeProvider : TimeProvider
{
    /// <summary>Where the clock starts unless told otherwise: 1 January 2030, 00:00 UTC.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock guard = new();
    private readonly List<FakeTimer> armed = [];
    private readonly List<(int AtLeast, TaskCompletionSource Reached)> waiters = [];
    private DateTimeOffset origin;
    private TimeSpan elapsed;
    private long sequence;

    /// <summary>A clock that starts at <see cref="DefaultStart"/>.</summary>
    public FakeTimeProvider()
        : this(DefaultStart)
    {
    }

    /// <summary>A clock that starts at <paramref name="start"/>.</summary>
    public FakeTimeProvider(DateTimeOffset start) => origin = start.ToUniversalTime();

    /// <summary>A million a second: code that takes a timestamp for 100 ns ticks is caught.</summary>
    public override long TimestampFrequency => 1_000_000;

    /// <summary>UTC, so that no test depends on the machine's zone.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers are waiting, `Task.Delay` and timed cancellation included.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (guard)
            {
                return armed.Count;
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (guard)
        {
            return origin + elapsed;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (guard)
        {
            return elapsed.Ticks / (TimeSpan.TicksPerSecond / TimestampFrequency);
        }
    }

    /// <summary>Moves time forward and fires what falls due on the way, also timers that callbacks arm within the span.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The span is negative; see <see cref="JumpWallClock"/>.</exception>
    public void Advance(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        TimeSpan target;
        lock (guard)
        {
            target = elapsed + span;
        }

        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>
    /// Sets the wall clock forward or back, as an administrator or a waking laptop does: <see cref="GetUtcNow"/> jumps,
    /// timestamps and timers do not notice.
    /// </summary>
    public void JumpWallClock(TimeSpan by)
    {
        lock (guard)
        {
            origin += by;
        }
    }

    /// <summary>Completes when at least so many timers wait at once. A test waits for this before it advances past a delay of another task.</summary>
    public Task WaitForArmedTimersAsync(int atLeast, CancellationToken cancellationToken = default)
    {
        lock (guard)
        {
            if (armed.Count >= atLeast)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiters.Add((atLeast, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Arm(FakeTimer timer, TimeSpan dueTime)
    {
        lock (guard)
        {
            armed.Remove(timer);
            timer.DueAt = elapsed + dueTime;
            timer.Order = sequence++;
            armed.Add(timer);
            foreach (var (_, reached) in waiters.FindAll(waiter => armed.Count >= waiter.AtLeast))
            {
                reached.SetResult();
            }

            waiters.RemoveAll(waiter => armed.Count >= waiter.AtLeast);
        }
    }

    internal void Disarm(FakeTimer timer)
    {
        lock (guard)
        {
            armed.Remove(timer);
        }
    }

    // Moves the clock to the next due timer at or before the target and takes that timer out; without one, to the target.
    private FakeTimer? TakeDue(TimeSpan target)
    {
        lock (guard)
        {
            var next = armed.MinBy(timer => (timer.DueAt, timer.Order));
            if (next is null || next.DueAt > target)
            {
                // Another thread, or a callback, may have advanced further meanwhile: time never goes back.
                elapsed = elapsed > target ? elapsed : target;
                return null;
            }

            elapsed = elapsed > next.DueAt ? elapsed : next.DueAt;
            armed.Remove(next);
            if (next.Period > TimeSpan.Zero)
            {
                next.DueAt += next.Period;
                next.Order = sequence++;
                armed.Add(next);
            }

            return next;
        }
    }
}
