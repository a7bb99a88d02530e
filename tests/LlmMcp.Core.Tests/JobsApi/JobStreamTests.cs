using System.Net;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.JobsApi;

public sealed class JobStreamTests
{
    [Fact]
    public async Task A_stream_tells_everything_from_queued_to_the_end_and_closes()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);
        var id = await core.SubmitAsync();
        using var stream = await core.FollowAsync(id);
        Assert.Equal(HttpStatusCode.OK, stream.Response.StatusCode);
        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType!.MediaType);
        Assert.True(stream.Response.Headers.CacheControl!.NoCache);
        Assert.Equal("status queued", (await stream.NextAsync())!.ToString());

        await using var worker = core.Attach();
        await worker.HelloAsync(light: 1);
        var job = await worker.JobAsync();
        Assert.Equal("status running", (await stream.NextAsync())!.ToString());
        await worker.DeltasAsync(job, 1, "Hel", "lo");
        Assert.Equal("event: delta\nid: 1.1\ndata: {\"response\":\"Hel\"}\n\n", (await stream.NextAsync())!.Raw);
        Assert.Equal("event: delta\nid: 1.2\ndata: {\"response\":\"lo\"}\n\n", (await stream.NextAsync())!.Raw);
        await worker.DoneAsync(job, """{"response":"Hello"}""");

        var last = Assert.Single(await stream.ToEndAsync());
        Assert.Equal(("status done", "1.2"), (last.ToString(), last.Id));
        Assert.Equal("Hello", last.Json.GetProperty("result").GetProperty("response").GetString());
    }

    [Fact]
    public async Task A_stream_of_an_ended_job_is_one_event()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);
        var id = await core.SubmitAsync();
        await core.Http.DeleteAsync($"/v1/jobs/{id}");

        using var stream = await core.FollowAsync(id);

        Assert.Equal("status canceled", Assert.Single(await stream.ToEndAsync()).ToString());
    }

    [Fact]
    public async Task An_unknown_job_is_an_event_and_a_malformed_id_a_404()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);

        using var unknown = await core.FollowAsync(Guid.CreateVersion7());
        using var malformed = await core.Http.GetAsync("/v1/jobs/xyz/stream");

        Assert.Equal(HttpStatusCode.OK, unknown.Response.StatusCode);
        var frame = Assert.Single(await unknown.ToEndAsync());
        Assert.Equal(("error", "not_found"), (frame.Event, frame.Json.GetProperty("error").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, malformed.StatusCode);
    }

    [Fact]
    public async Task A_silent_stream_says_that_it_lives()
    {
        await using var database = await CoreDatabase.CreateAsync();
        var time = new FakeTimeProvider();
        await using var core = await TestCore.StartAsync(database, time);
        var id = await core.SubmitAsync();
        using var stream = await core.FollowAsync(id);
        await stream.UntilAsync("status queued");
        for (var round = 0; round < 3; round++)
        {
            // The follower may still be on its way to its wait; a wake before it counts all the same.
            time.Advance(TimeSpan.FromSeconds(15));
            Assert.Equal(": keep-alive\n\n", (await stream.NextAsync(comments: true))!.Raw);
        }
    }

    [Fact]
    public async Task A_failed_attempt_is_followed_by_a_reset_and_the_next_one()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);
        var id = await core.SubmitAsync();
        using var stream = await core.FollowAsync(id);
        await using var worker = core.Attach();
        await worker.HelloAsync(light: 2);
        var first = await worker.JobAsync();
        await stream.UntilAsync("status running");
        await worker.DeltasAsync(first, 1, "wro");
        await stream.UntilAsync("delta wro");
        await worker.ReportAsync(new Contracts.V1.JobResult { JobId = first.JobId, ClaimNo = 1, Failed = new Contracts.V1.JobFailed { Error = "broken", ErrorClass = "stream_broken" } });
        await stream.UntilAsync("status queued");
        await database.ExecuteAsync("update jobs set run_at = now() where status = 'queued'");
        var second = await worker.JobAsync();
        // An attempt that is over before the follower has looked may be told by its end alone.
        var begun = await stream.UntilAsync("status running");
        await worker.DeltasAsync(second, 1, "right");
        await worker.DoneAsync(second);

        Assert.Equal(["reset", "status running", "delta right", "status done"], begun.Concat(await stream.ToEndAsync()).Select(static frame => frame.ToString()));
    }

    [Fact]
    public async Task A_client_that_comes_back_gets_what_it_missed_without_gap_or_repetition()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);
        var id = await core.SubmitAsync();
        await using var worker = core.Attach();
        await worker.HelloAsync(light: 1);
        var job = await worker.JobAsync();
        string lastId;
        using (var stream = await core.FollowAsync(id))
        {
            await stream.UntilAsync("status running");
            await worker.DeltasAsync(job, 1, "a", "b");
            lastId = (await stream.UntilAsync("delta a"))[^1].Id;
        }

        await worker.DeltasAsync(job, 3, "c");
        using (var stream = await core.FollowAsync(id, lastId))
        {
            await stream.UntilAsync("delta c");
        }

        await worker.DeltasAsync(job, 4, "d");
        await worker.DoneAsync(job);
        await worker.AcksAsync(1);
        using var late = await core.FollowAsync(id, lastId);
        Assert.Equal(["delta b", "delta c", "delta d", "status done"], (await late.ToEndAsync()).Select(static frame => frame.ToString()));
    }

    [Fact]
    public async Task More_streams_than_allowed_are_refused_and_room_comes_back()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database, null, ("Jobs:MaxStreams", "2"));
        var id = await core.SubmitAsync();
        using var one = await core.FollowAsync(id);
        await one.NextAsync();
        using (var two = await core.FollowAsync(id))
        {
            await two.NextAsync();
            using var three = await core.FollowAsync(id);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, three.Response.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(5), three.Response.Headers.RetryAfter!.Delta);
        }

        var count = core.Get<LlmMcp.Core.JobsApi.StreamCount>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (count.Open > 1)
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    [Fact]
    public async Task A_stopping_Core_ends_its_streams()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);
        using var stream = await core.FollowAsync(await core.SubmitAsync());
        await stream.UntilAsync("status queued");

        await core.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Null(await stream.NextAsync());
    }

    [Fact]
    public async Task A_hundred_followers_of_one_job_all_see_its_end()
    {
        await using var database = await CoreDatabase.CreateAsync();
        await using var core = await TestCore.StartAsync(database);
        var id = await core.SubmitAsync();
        var streams = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => core.FollowAsync(id)));
        await core.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"w1"}""");
        await core.PostForJsonAsync("/v1/workers/complete", $$"""{"worker_id":"w1","job_id":"{{id}}"}""");

        var ends = await Task.WhenAll(streams.Select(static stream => stream.ToEndAsync()));

        Assert.All(ends, static frames => Assert.Equal("status done", frames[^1].ToString()));
        foreach (var stream in streams)
        {
            stream.Dispose();
        }
    }
}
