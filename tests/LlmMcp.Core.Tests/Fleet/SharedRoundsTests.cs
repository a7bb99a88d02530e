using System.Collections.Concurrent;
using LlmMcp.Core.Fleet.Nodes;

namespace LlmMcp.Core.Tests.Fleet;

public sealed class SharedRoundsTests
{
    private readonly ConcurrentQueue<(bool Anew, TaskCompletionSource<int> End)> runs = new();
    private readonly SemaphoreSlim started = new(0);

    [Fact]
    public async Task Whoever_comes_while_a_round_is_under_way_shares_it()
    {
        await using var rounds = new SharedRounds<int>(RunAsync);

        var callers = Enumerable.Range(0, 10).Select(index => rounds.JoinAsync(anew: index == 0, CancellationToken.None)).ToList();
        await started.WaitAsync();
        runs.Single().End.SetResult(7);

        Assert.All(await Task.WhenAll(callers), static outcome => Assert.Equal(7, outcome));
        Assert.Single(runs);
    }

    [Fact]
    public async Task Who_wants_all_anew_waits_for_a_round_of_his_own_behind_a_lesser_one()
    {
        await using var rounds = new SharedRounds<int>(RunAsync);
        var lesser = rounds.JoinAsync(anew: false, CancellationToken.None);
        await started.WaitAsync();

        var (first, second) = (rounds.JoinAsync(anew: true, CancellationToken.None), rounds.JoinAsync(anew: true, CancellationToken.None));
        Assert.Single(runs);
        runs.Single().End.SetResult(1);
        await started.WaitAsync();
        runs.Last().End.SetResult(2);

        Assert.Equal((1, 2, 2), (await lesser, await first, await second));
        Assert.Equal([false, true], runs.Select(static run => run.Anew));
    }

    [Fact]
    public async Task A_round_that_fails_fails_for_its_callers_and_the_next_is_new()
    {
        await using var rounds = new SharedRounds<int>(RunAsync);
        var failed = rounds.JoinAsync(anew: true, CancellationToken.None);
        await started.WaitAsync();
        runs.Last().End.SetException(new InvalidTimeZoneException());
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => failed);

        var next = rounds.JoinAsync(anew: true, CancellationToken.None);
        await started.WaitAsync();
        runs.Last().End.SetResult(3);
        Assert.Equal(3, await next);
    }

    [Fact]
    public async Task Who_leaves_leaves_the_round_to_the_others()
    {
        await using var rounds = new SharedRounds<int>(RunAsync);
        using var leaving = new CancellationTokenSource();
        var (left, stays) = (rounds.JoinAsync(anew: true, leaving.Token), rounds.JoinAsync(anew: true, CancellationToken.None));
        await started.WaitAsync();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        runs.Single().End.SetResult(4);

        Assert.Equal(4, await stays);
    }

    private async Task<int> RunAsync(bool anew, CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        runs.Enqueue((anew, end));
        started.Release();
        return await end.Task.WaitAsync(cancellationToken);
    }
}
