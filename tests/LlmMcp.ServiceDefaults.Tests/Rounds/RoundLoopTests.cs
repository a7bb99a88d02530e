using LlmMcp.ServiceDefaults.Rounds;
using LlmMcp.Testing;

namespace LlmMcp.ServiceDefaults.Tests.Rounds;

public sealed class RoundLoopTests
{
    [Fact]
    public async Task A_round_that_fails_is_told_and_the_next_one_comes()
    {
        var clock = new FakeTimeProvider();
        using var loop = new Counting(clock) { Fails = static round => round == 1 };
        await loop.StartAsync(CancellationToken.None);
        await loop.ReachedAsync(1);

        await PassAsync(clock, TimeSpan.FromSeconds(3));
        await loop.ReachedAsync(2);

        Assert.Equal(["round 1 failed"], loop.Failures);
        await loop.StopAsync(CancellationToken.None);
        Assert.True(loop.HasLeft);
    }

    [Fact]
    public async Task The_first_round_waits_where_it_must()
    {
        var clock = new FakeTimeProvider();
        using var loop = new Counting(clock) { First = TimeSpan.FromSeconds(5) };
        await loop.StartAsync(CancellationToken.None);
        await clock.WaitForArmedTimersAsync(1);
        Assert.Equal(0, loop.Rounds);

        await PassAsync(clock, TimeSpan.FromSeconds(5));
        await loop.ReachedAsync(1);
        await loop.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_round_the_host_s_stop_breaks_off_has_not_failed()
    {
        using var loop = new Counting(new FakeTimeProvider()) { Hangs = true };
        await loop.StartAsync(CancellationToken.None);
        await loop.ReachedAsync(1);

        await loop.StopAsync(CancellationToken.None);

        Assert.Empty(loop.Failures);
        Assert.True(loop.HasLeft);
    }

    private static async Task PassAsync(FakeTimeProvider clock, TimeSpan pause)
    {
        await clock.WaitForArmedTimersAsync(1);
        clock.Advance(pause);
    }

    private sealed class Counting(TimeProvider time) : RoundLoop(time)
    {
        private readonly Dictionary<int, TaskCompletionSource> reached = [];
        private int rounds;

        public int Rounds => rounds;

        public List<string> Failures { get; } = [];

        public bool HasLeft { get; private set; }

        public bool Hangs { get; init; }

        public Func<int, bool> Fails { get; init; } = static _ => false;

        public TimeSpan First { get; init; }

        protected override TimeSpan Pause { get; } = TimeSpan.FromSeconds(3);

        protected override TimeSpan FirstPause => First;

        public Task ReachedAsync(int round) => Of(round).Task;

        protected override async Task RoundAsync(CancellationToken cancellationToken)
        {
            var round = ++rounds;
            Of(round).TrySetResult();
            if (Hangs)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, Time, cancellationToken);
            }

            if (Fails(round))
            {
                throw new InvalidOperationException($"round {round} failed");
            }
        }

        protected override void Failed(Exception exception) => Failures.Add(exception.Message);

        protected override Task LeaveAsync()
        {
            HasLeft = true;
            return Task.CompletedTask;
        }

        private TaskCompletionSource Of(int round)
        {
            lock (reached)
            {
                return reached.TryGetValue(round, out var known) ? known : reached[round] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
