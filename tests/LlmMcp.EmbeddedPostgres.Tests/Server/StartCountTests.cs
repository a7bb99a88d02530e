namespace LlmMcp.EmbeddedPostgres.Tests.Server;

public sealed class StartCountTests
{
    [Fact]
    public async Task A_waiter_is_woken_by_the_start_it_waits_for_and_not_before()
    {
        var starts = new StartCount();
        starts.Increment();
        await starts.WaitAsync(1, CancellationToken.None);

        var third = starts.WaitAsync(3, CancellationToken.None);
        starts.Increment();
        Assert.False(third.IsCompleted);
        starts.Increment();
        await third;
    }
}
