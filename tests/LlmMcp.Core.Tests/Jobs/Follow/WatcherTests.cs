using LlmMcp.Core.Jobs;
using LlmMcp.Core.Jobs.Follow;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Jobs.Follow;

public sealed class WatcherTests
{
    private readonly JobWatch watch = new(new JobEvents());

    [Fact]
    public async Task Reasons_add_up_until_somebody_looks()
    {
        using var watcher = watch.Add(Guid.NewGuid());
        watcher.Wake(WakeReason.Status);
        watcher.Wake(WakeReason.Output);

        Assert.Equal(WakeReason.Status | WakeReason.Output, await watcher.WaitAsync());
        var waiting = watcher.WaitAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        watcher.Wake(WakeReason.KeepAlive);
        Assert.Equal(WakeReason.KeepAlive, await waiting);
    }

    [Fact]
    public async Task No_wake_up_is_lost_between_threads()
    {
        using var watcher = watch.Add(Guid.NewGuid());
        var seen = 0;
        var produced = 0;
        var reading = Task.Run(async () =>
        {
            // Each wait stands for at least one wake; after the last wake the reader must have looked once more.
            while (!(await watcher.WaitAsync()).HasFlag(WakeReason.Stop))
            {
                Interlocked.Exchange(ref seen, Volatile.Read(ref produced));
            }

            Interlocked.Exchange(ref seen, Volatile.Read(ref produced));
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                Interlocked.Increment(ref produced);
                watcher.Wake(WakeReason.Output);
            }
        })));
        watcher.Wake(WakeReason.Stop);
        await reading.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(80_000, seen);
    }

    [Fact]
    public void Watchers_come_and_go_from_many_threads_without_leaving_anything()
    {
        var job = Guid.NewGuid();
        Parallel.For(0, 2000, _ =>
        {
            using var watcher = watch.Add(job);
            Assert.True(watch.IsWatched(job));
        });

        Assert.False(watch.IsWatched(job));
        Assert.Equal(0, watch.Count);
    }

    [Fact]
    public async Task Every_follower_gets_a_keep_alive_every_15_seconds_and_a_look_every_45()
    {
        var time = new FakeTimeProvider();
        using var ticker = new FollowTicker(time);
        var watchers = Enumerable.Range(0, 40).Select(_ => watch.Add(Guid.NewGuid())).ToList();
        var registrations = watchers.ConvertAll(ticker.Add);
        var looks = 0;
        for (var round = 1; round <= 6; round++)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            foreach (var watcher in watchers)
            {
                var reasons = await watcher.WaitAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
                Assert.True(reasons.HasFlag(WakeReason.KeepAlive));
                looks += reasons.HasFlag(WakeReason.Status) ? 1 : 0;
            }
        }

        Assert.Equal(40 * 2, looks);
        registrations.ForEach(static registration => registration.Dispose());
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.All(watchers, static watcher => Assert.False(watcher.WaitAsync().AsTask().IsCompleted));
    }
}
