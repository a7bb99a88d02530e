using LlmMcp.Testing;

namespace LlmMcp.EmbeddedPostgres.Tests.Time;

public sealed class FakeTimeProviderTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void Time_stands_still_until_it_is_moved()
    {
        var before = clock.GetTimestamp();
        Assert.Equal(FakeTimeProvider.DefaultStart, clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, clock.GetElapsedTime(before));

        clock.Advance(TimeSpan.FromMilliseconds(1500));
        Assert.Equal(FakeTimeProvider.DefaultStart.AddSeconds(1.5), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromMilliseconds(1500), clock.GetElapsedTime(before));
    }

    [Fact]
    public void Timers_fire_in_the_order_they_are_due_and_see_their_own_moment()
    {
        var fired = new List<(string Name, double Seconds)>();
        using var late = Timer("late", 3, fired);
        using var early = Timer("early", 1, fired);
        using var alsoLate = Timer("also late", 3, fired);

        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([("early", 1), ("late", 3), ("also late", 3)], fired);
    }

    [Fact]
    public void A_periodic_timer_fires_once_for_each_period_that_passed()
    {
        var fired = 0;
        using var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        clock.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal(0, fired);
        clock.Advance(TimeSpan.FromSeconds(6.1));
        Assert.Equal(4, fired); // at 1, 3, 5 and 7
    }

    [Fact]
    public void A_timer_armed_by_a_callback_within_the_span_fires_too()
    {
        var fired = new List<(string Name, double Seconds)>();
        ITimer? second = null;
        using var first = clock.CreateTimer(_ => second = Timer("second", 1, fired), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([("second", 2)], fired);
        second!.Dispose();
    }

    [Fact]
    public void Disposed_and_disarmed_timers_do_not_fire()
    {
        var fired = new List<(string Name, double Seconds)>();
        var disposed = Timer("disposed", 1, fired);
        using var disarmed = Timer("disarmed", 1, fired);
        disposed.Dispose();
        Assert.True(disarmed.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        Assert.False(disposed.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));

        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(fired);
        Assert.Equal(0, clock.ArmedTimers);
    }

    [Fact]
    public async Task A_delay_ends_when_its_time_has_come_and_a_test_can_wait_for_it_to_begin()
    {
        var delay = Task.Run(() => Task.Delay(TimeSpan.FromSeconds(10), clock));
        await clock.WaitForArmedTimersAsync(1);
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(delay.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await delay;
    }

    [Fact]
    public void A_timed_cancellation_source_is_cancelled_on_time()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(5), clock);
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(source.IsCancellationRequested);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(source.IsCancellationRequested);
    }

    [Fact]
    public async Task A_periodic_timer_of_the_framework_ticks()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        var tick = timer.WaitForNextTickAsync();
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await tick);
    }

    [Fact]
    public void A_jump_of_the_wall_clock_moves_neither_timestamps_nor_timers()
    {
        var fired = new List<(string Name, double Seconds)>();
        using var timer = Timer("timer", 1, fired);
        var before = clock.GetTimestamp();
        clock.JumpWallClock(TimeSpan.FromHours(-2));

        Assert.Equal(FakeTimeProvider.DefaultStart.AddHours(-2), clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, clock.GetElapsedTime(before));
        Assert.Empty(fired);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(fired);
    }

    [Fact]
    public void Time_does_not_go_back() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromTicks(-1)));

    [Fact]
    public void A_timer_due_at_once_fires_without_anybody_moving_the_clock()
    {
        var fired = 0;
        using var timer = clock.CreateTimer(_ => fired++, null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        Assert.Equal(1, fired);
    }

    private ITimer Timer(string name, int seconds, List<(string Name, double Seconds)> fired) => clock.CreateTimer(
        _ => fired.Add((name, (clock.GetUtcNow() - FakeTimeProvider.DefaultStart).TotalSeconds)), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
}
