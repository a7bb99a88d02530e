using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.JobsApi;

/// <summary>Two Cores on one database behave as one.</summary>
public sealed class TwoCoresTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private TestCore one = null!;
    private TestCore two = null!;

    public async Task InitializeAsync()
    {
        database = await CoreDatabase.CreateAsync();
        one = await TestCore.StartAsync(database);
        two = await TestCore.StartAsync(database);
    }

    public async Task DisposeAsync()
    {
        await one.DisposeAsync();
        await two.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_job_of_one_runs_on_a_worker_of_the_other_and_is_followed_on_both()
    {
        await using var worker = two.Attach();
        await worker.HelloAsync(light: 1);
        var id = await one.SubmitAsync();
        using var here = await one.FollowAsync(id);
        using var there = await two.FollowAsync(id);
        var job = await worker.JobAsync();
        await here.UntilAsync("status running");
        await there.UntilAsync("status running");

        await worker.DeltasAsync(job, 1, "Hel");
        await here.UntilAsync("delta Hel");
        await worker.DeltasAsync(job, 2, "lo");
        await worker.DoneAsync(job);

        Assert.Equal(["delta lo", "status done"], (await here.ToEndAsync()).Select(static frame => frame.ToString()));
        Assert.Equal(["delta Hel", "delta lo", "status done"], (await there.ToEndAsync()).Select(static frame => frame.ToString()));
    }

    [Fact]
    public async Task A_follower_that_comes_before_the_first_token_misses_none_although_the_worker_is_elsewhere()
    {
        await using var worker = two.Attach();
        await worker.HelloAsync(light: 1);
        var id = await one.SubmitAsync();
        var job = await worker.JobAsync();
        using var stream = await one.FollowAsync(id);
        await stream.UntilAsync("status running");

        await worker.DeltasAsync(job, 1, "first");

        await stream.UntilAsync("delta first");
        await worker.DoneAsync(job);
        Assert.Equal("status done", (await stream.ToEndAsync())[^1].ToString());
    }

    [Fact]
    public async Task A_follower_that_comes_in_the_middle_gets_the_beginning_from_the_worker_s_Core()
    {
        await using var worker = two.Attach();
        await worker.HelloAsync(light: 1);
        var id = await one.SubmitAsync();
        var job = await worker.JobAsync();
        await worker.DeltasAsync(job, 1, "a", "b", "c");
        using var stream = await one.FollowAsync(id);

        var frames = await stream.UntilAsync("delta c");

        Assert.Equal(["status running", "delta a", "delta b", "delta c"], frames.Select(static frame => frame.ToString()));
    }

    [Fact]
    public async Task A_cancel_on_one_reaches_the_worker_of_the_other()
    {
        await using var worker = two.Attach();
        await worker.HelloAsync(light: 1);
        var id = await one.SubmitAsync();
        var job = await worker.JobAsync();

        await one.Http.DeleteAsync($"/v1/jobs/{id}");

        var lost = (await worker.NextAsync(Contracts.V1.CoreMessage.MessageOneofCase.Lost)).Lost;
        Assert.Equal(("canceled", job.JobId, 1L), (lost.Reason, lost.Claims[0].JobId, lost.Claims[0].ClaimNo));
        await worker.DoneAsync(job);
        Assert.Equal((false, "lease_lost"), ((await worker.AcksAsync(1))[0].Ok, "lease_lost"));
    }

    [Fact]
    public async Task A_follower_goes_on_at_the_other_Core_when_its_own_is_gone()
    {
        await using var worker = two.Attach();
        await worker.HelloAsync(light: 1);
        var id = await one.SubmitAsync();
        string lastId;
        Contracts.V1.ClaimedJob job;
        using (var stream = await one.FollowAsync(id))
        {
            job = await worker.JobAsync();
            await stream.UntilAsync("status running");
            await worker.DeltasAsync(job, 1, "a", "b");
            lastId = (await stream.UntilAsync("delta b"))[^1].Id;
        }

        await one.StopAsync();
        using var resumed = await two.FollowAsync(id, lastId);
        await worker.DeltasAsync(job, 3, "c");
        await resumed.UntilAsync("delta c");
        await worker.DoneAsync(job);

        Assert.Equal("status done", Assert.Single(await resumed.ToEndAsync()).ToString());
    }

    [Fact]
    public async Task A_worker_and_its_follower_both_move_to_the_other_Core_without_a_gap()
    {
        await using var worker = one.Attach();
        await worker.HelloAsync(light: 1);
        var id = await one.SubmitAsync();
        var job = await worker.JobAsync();
        string lastId;
        using (var stream = await one.FollowAsync(id))
        {
            await stream.UntilAsync("status running");
            await worker.DeltasAsync(job, 1, "a", "b");
            lastId = (await stream.UntilAsync("delta b"))[^1].Id;
        }

        await one.StopAsync();
        await using var again = two.Attach();
        var welcome = await again.HelloAsync(held: [WorkerLink.Held(job)]);
        Assert.Equal(job.JobId, Assert.Single(welcome.Kept).JobId);
        using var resumed = await two.FollowAsync(id, lastId);
        // A worker keeps the pieces of a running answer and says them again to a Core that has not heard them.
        await again.DeltasAsync(job, 1, "a", "b", "c");
        await resumed.UntilAsync("delta c");
        await again.DoneAsync(job);

        Assert.True((await again.AcksAsync(1))[0].Ok);
        Assert.Equal("status done", Assert.Single(await resumed.ToEndAsync()).ToString());
        Assert.Equal(1, await database.ScalarAsync<int>("select attempts from jobs"));
    }

    [Fact]
    public async Task A_wait_on_one_ends_with_the_job_on_the_other()
    {
        var id = await one.SubmitAsync();
        var waiting = one.GetJsonAsync($"/v1/jobs/{id}?wait=60");
        await two.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"w1","wait_seconds":30}""");
        await two.PostForJsonAsync("/v1/workers/complete", $$"""{"worker_id":"w1","job_id":"{{id}}"}""");

        Assert.Equal("done", (await waiting.WaitAsync(TimeSpan.FromSeconds(30))).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Everything_submitted_to_both_is_done_exactly_once_by_workers_of_both()
    {
        await using var first = one.Attach();
        await using var second = two.Attach();
        await first.HelloAsync("w1", light: 1000);
        await second.HelloAsync("w2", light: 1000);
        var ids = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? one : two).SubmitAsync()));

        var done = await Task.WhenAll(RunAsync(first), RunAsync(second));

        Assert.Equal(ids.Order(), done.SelectMany(static jobs => jobs).Order());
        Assert.Equal(200, await database.ScalarAsync<long>("select count(*) from job_attempts where status = 'done'"));

        // Ends when the other worker's session is cut, which the one that sees everything done does for both.
        async Task<List<Guid>> RunAsync(WorkerLink worker)
        {
            var mine = new List<Guid>();
            try
            {
                while (true)
                {
                    foreach (var job in (await worker.NextAsync(Contracts.V1.CoreMessage.MessageOneofCase.Jobs)).Jobs.Jobs)
                    {
                        await worker.DoneAsync(job);
                        Assert.True((await worker.AcksAsync(1))[0].Ok);
                        mine.Add(Guid.Parse(job.JobId));
                    }

                    if (!await database.ScalarAsync<bool>("select exists (select from jobs where status <> 'done')"))
                    {
                        first.Cut();
                        second.Cut();
                    }
                }
            }
            catch (Exception exception) when (exception is Grpc.Core.RpcException or OperationCanceledException or ObjectDisposedException)
            {
                return mine;
            }
        }
    }
}
