using LlmMcp.Core.Storage;

namespace LlmMcp.Core.Tests.Storage;

public sealed class BatcherTests
{
    [Fact]
    public async Task Each_caller_gets_the_answer_to_its_own_item()
    {
        await using var batcher = new Batcher<int, string>(static items => Task.FromResult<IReadOnlyList<string>>([.. items.Select(item => $"<{item}>")]), 7, 100, 2);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => batcher.AddAsync(i, CancellationToken.None).AsTask()));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"<{i}>"), answers);
    }

    [Fact]
    public async Task Whoever_arrives_during_a_flush_goes_with_the_next_one_in_order()
    {
        var flush = new ManualFlush();
        await using var batcher = new Batcher<int, int>(flush.RunAsync, 100, 100, 1);
        var first = batcher.AddAsync(1, CancellationToken.None).AsTask();
        await flush.StartedAsync();
        var others = Enumerable.Range(2, 5).Select(i => batcher.AddAsync(i, CancellationToken.None).AsTask()).ToArray();
        flush.Finish();
        await first;
        await flush.StartedAsync();
        flush.Finish();
        await Task.WhenAll(others);

        Assert.Equal([[1], [2, 3, 4, 5, 6]], flush.Batches);
    }

    [Fact]
    public async Task A_batch_stays_within_its_weight_and_a_heavier_item_goes_alone()
    {
        var flush = new ManualFlush();
        await using var batcher = new Batcher<int, int>(flush.RunAsync, 10, 100, 1, static item => item);
        var first = batcher.AddAsync(1, CancellationToken.None).AsTask();
        await flush.StartedAsync();
        var others = new[] { 6, 4, 25, 1, 9, 1 }.Select(i => batcher.AddAsync(i, CancellationToken.None).AsTask()).ToArray();
        flush.FinishAll();
        await Task.WhenAll([first, .. others]);

        Assert.Equal([[1], [6, 4], [25], [1, 9], [1]], flush.Batches);
    }

    [Fact]
    public async Task An_exception_reaches_every_caller_of_the_batch_and_nobody_else()
    {
        var flush = new ManualFlush();
        await using var batcher = new Batcher<int, int>(flush.RunAsync, 100, 100, 1);
        var first = batcher.AddAsync(1, CancellationToken.None).AsTask();
        await flush.StartedAsync();
        var second = batcher.AddAsync(2, CancellationToken.None).AsTask();
        flush.Fail(new InvalidOperationException("broken"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await flush.StartedAsync();
        flush.Finish();

        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task More_callers_than_may_wait_are_held_back_and_served_later()
    {
        var flush = new ManualFlush();
        await using var batcher = new Batcher<int, int>(flush.RunAsync, 1, 2, 1);
        var callers = Enumerable.Range(1, 10).Select(i => batcher.AddAsync(i, CancellationToken.None).AsTask()).ToArray();
        flush.FinishAll();

        Assert.Equal(55, (await Task.WhenAll(callers)).Sum());
    }

    [Fact]
    public async Task A_caller_that_is_held_back_can_leave()
    {
        var flush = new ManualFlush();
        await using var batcher = new Batcher<int, int>(flush.RunAsync, 1, 1, 1);
        var running = batcher.AddAsync(1, CancellationToken.None).AsTask();
        await flush.StartedAsync();
        var waiting = batcher.AddAsync(2, CancellationToken.None).AsTask();
        using var leave = new CancellationTokenSource();
        var held = batcher.AddAsync(3, leave.Token).AsTask();
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
        flush.FinishAll();

        Assert.Equal(3, (await Task.WhenAll(running, waiting)).Sum());
        Assert.DoesNotContain(flush.Batches, batch => batch.Contains(3));
    }

    [Fact]
    public async Task What_was_handed_in_before_the_end_is_still_handled()
    {
        var batcher = new Batcher<int, int>(static items => Task.FromResult(items), 10, 100, 1);
        var adding = Enumerable.Range(0, 50).Select(i => batcher.AddAsync(i, CancellationToken.None).AsTask()).ToArray();
        await batcher.DisposeAsync();

        Assert.Equal(50, (await Task.WhenAll(adding)).Length);
    }

    /// <summary>A flush that ends when the test says so.</summary>
    private sealed class ManualFlush
    {
        private readonly SemaphoreSlim started = new(0);
        private readonly SemaphoreSlim finish = new(0);
        private Exception? failure;

        public List<int[]> Batches { get; } = [];

        public async Task<IReadOnlyList<int>> RunAsync(IReadOnlyList<int> items)
        {
            Batches.Add([.. items]);
            started.Release();
            await finish.WaitAsync();
            return Interlocked.Exchange(ref failure, null) is { } exception ? throw exception : items;
        }

        public Task StartedAsync() => started.WaitAsync();

        public void Finish() => finish.Release();

        public void FinishAll() => finish.Release(1000);

        public void Fail(Exception exception)
        {
            failure = exception;
            finish.Release();
        }
    }
}
