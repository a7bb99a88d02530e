using LlmMcp.Core.Jobs;
using LlmMcp.Core.Scheduling;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Workers;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Workers;

public sealed class ClaimCallTests
{
    [Fact]
    public void Jobs_for_a_call_that_gave_up_are_refused()
    {
        var call = Call();

        Assert.True(call.GiveUp());
        Assert.False(call.Deliver([Claimed()]));
        Assert.Null(call.Appetite);
    }

    [Fact]
    public async Task A_call_that_was_served_cannot_give_up()
    {
        var call = Call();

        Assert.True(call.Deliver([Claimed()]));
        Assert.False(call.GiveUp());
        Assert.Single(await call.Answer);
        Assert.Null(call.Appetite);
    }

    [Fact]
    public async Task A_call_that_does_not_wait_takes_nothing_for_an_answer()
    {
        var call = Call(waits: false);
        call.NothingNow();

        Assert.Empty(await call.Answer);
    }

    [Fact]
    public void A_call_that_waits_does_not()
    {
        var call = Call();
        call.NothingNow();

        Assert.False(call.Answer.IsCompleted);
        Assert.NotNull(call.Appetite);
    }

    [Fact]
    public async Task A_call_whose_time_is_up_comes_back_empty()
    {
        await using var database = await CoreDatabase.CreateAsync();
        var time = new FakeTimeProvider();
        await using var rig = new QueueRig(database, time);
        var desk = rig.Make<ClaimDesk>();

        var calling = desk.ClaimAsync("w1", ["echo"], 1, 60, TimeSpan.FromSeconds(30), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(calling.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Empty(await calling);
        await rig.SubmitAsync(A.Job());
        Assert.Equal(0, await rig.Dispatcher.RunOnceAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Jobs_given_to_a_caller_that_leaves_go_back_uncharged()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var rig = new QueueRig(database);
        var desk = rig.Make<ClaimDesk>();
        var id = await rig.SubmitAsync(A.Job());
        using var leave = new CancellationTokenSource();
        var calling = desk.ClaimAsync("w1", ["echo"], 1, 60, TimeSpan.FromSeconds(30), leave.Token);

        await leave.CancelAsync();
        await rig.Dispatcher.RunOnceAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling);

        var job = await rig.ReadAsync(id);
        Assert.Equal((JobStatus.Queued, 0), (job.Status, job.Attempts));
    }

    private static ClaimCall Call(bool waits = true) => new("w1", new HashSet<string> { "echo" }, 1, 60, waits);

    private static ClaimedJob Claimed() => new()
    {
        Id = Guid.NewGuid(), ClaimNo = 1, Kind = "echo", Block = "echo", Payload = [], Attempts = 1, MaxAttempts = 3, Client = "", Source = "",
    };
}
