using Google.Protobuf;
using Grpc.Core;
using LlmMcp.Contracts.V1;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Core.Workers;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Workers;

public sealed class WorkSessionTests : CoreTest
{
    private const CoreMessage.MessageOneofCase Lost = CoreMessage.MessageOneofCase.Lost;

    [Fact]
    public async Task A_session_begins_with_a_hello_that_can_be_used()
    {
        var longId = new string('w', 201);
        WorkerMessage[] bad =
        [
            new() { Capacity = new WorkerCapacity { LightJobs = 1 } },
            new(),
            new() { Hello = new WorkerHello { Worker = new WorkerInfo { Id = "w" } } },
            new() { Hello = new WorkerHello { Kinds = { "echo" } } },
            new() { Hello = new WorkerHello { Worker = new WorkerInfo { Id = "" }, Kinds = { "echo" } } },
            new() { Hello = new WorkerHello { Worker = new WorkerInfo { Id = "a\0" }, Kinds = { "echo" } } },
            new() { Hello = new WorkerHello { Worker = new WorkerInfo { Id = longId }, Kinds = { "echo" } } },
        ];
        foreach (var message in bad)
        {
            await using var worker = Core.Attach();
            Assert.Equal(StatusCode.InvalidArgument, await worker.SendLastAsync(message));
        }

        Assert.Equal(0, await Database.ScalarAsync<long>("select count(*) from workers"));
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(0, 60)]
    [InlineData(4, 60)]
    [InlineData(3601, 60)]
    public async Task The_welcome_says_the_lease_and_the_version(int asked, int granted)
    {
        await using var worker = Core.Attach();

        var welcome = await worker.HelloAsync("w1", leaseSeconds: asked);

        Assert.Equal(("w1", "1.2.3-test", granted), (welcome.WorkerId, welcome.CoreVersion, welcome.LeaseSeconds));
        Assert.Empty(welcome.Kept);
        Assert.Equal("online w1 9", await Database.ScalarAsync<string>("select status || ' ' || name || ' ' || version from workers where session_id is not null"));
    }

    [Fact]
    public async Task Credit_is_never_exceeded()
    {
        await Core.PostForJsonAsync("/v1/jobs/batch", $$"""{"jobs":[{{string.Join(',', Enumerable.Repeat("""{"kind":"echo"}""", 50))}}]}""");
        await using var worker = Core.Attach();
        await worker.HelloAsync(light: 3);
        var jobs = await worker.JobsAsync(3);

        // A round for somebody else proves that the dispatcher has looked again, with fifty jobs waiting.
        await Core.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"other"}""");
        Assert.Equal(3, await RunningAsync("w1"));
        await worker.GrantAsync(2);
        await worker.JobsAsync(2);
        await worker.DoneAsync(jobs[0]);
        await worker.AcksAsync(1);
        await Core.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"other"}""");
        Assert.Equal(4, await RunningAsync("w1"));
    }

    [Fact]
    public async Task A_job_carries_its_fence_and_payload()
    {
        await Core.SubmitAsync("""{"kind":"custom","payload":{"x":1},"max_attempts":7,"timeout_seconds":33,"deadline_at":"2050-01-02T03:04:05.9Z"}""");
        await using var worker = Core.Attach();
        await worker.HelloAsync(light: 1, kinds: ["custom"]);

        var job = await worker.JobAsync();

        Assert.Equal((1L, "custom", """{"x": 1}""", 1, 7, 33, "2050-01-02T03:04:05Z"), (job.ClaimNo, job.Kind, job.PayloadJson.ToStringUtf8(), job.Attempt, job.MaxAttempts, job.TimeoutSeconds, job.DeadlineAt));
        Assert.Equal(("", null), (job.DeviceId, job.Device));
    }

    [Fact]
    public async Task Results_are_acknowledged_when_they_are_durable_and_late_ones_told_so()
    {
        await Core.PostForJsonAsync("/v1/jobs/batch", """{"jobs":[{"kind":"echo"},{"kind":"echo"},{"kind":"echo"},{"kind":"echo"}]}""");
        await using var worker = Core.Attach();
        await worker.HelloAsync(light: 4);
        var jobs = await worker.JobsAsync(4);

        await worker.ReportAsync(
            new JobResult { JobId = jobs[0].JobId, ClaimNo = 1, Done = new JobDone { ResultJson = ByteString.CopyFromUtf8("{}") } },
            new JobResult { JobId = jobs[1].JobId, ClaimNo = 1, Failed = new JobFailed { Error = "e", ErrorClass = "request" } },
            new JobResult { JobId = jobs[2].JobId, ClaimNo = 1, Released = new JobReleased() },
            new JobResult { JobId = jobs[3].JobId, ClaimNo = 9, Done = new JobDone() },
            new JobResult { JobId = "nonsense", ClaimNo = 1, Done = new JobDone() });
        var acks = await worker.AcksAsync(5);

        Assert.Equal([true, true, true, false, false], acks.Select(static ack => ack.Ok));
        Assert.Equal(["", "", "", "lease_lost", "lease_lost"], acks.Select(static ack => ack.Reason));
        Assert.Equal("done error queued running", await Database.ScalarAsync<string>(
            "select string_agg(status, ' ' order by array_position($1::uuid[], id)) from jobs", jobs.Select(static job => Guid.Parse(job.JobId)).ToArray()));
    }

    [Theory]
    [InlineData("{", "cannot be stored")]
    [InlineData("\"\\u0000\"", "cannot be stored")]
    public async Task A_result_that_is_no_JSON_fails_the_attempt(string result, string error)
    {
        var id = await Core.SubmitAsync();
        await using var worker = Core.Attach();
        await worker.HelloAsync(light: 1);
        await worker.DoneAsync(await worker.JobAsync(), result);

        Assert.True((await worker.AcksAsync(1))[0].Ok);
        Assert.Contains(error, await Database.ScalarAsync<string>("select error from jobs where id = $1 and status = 'queued'", id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancel_and_a_lost_lease_are_told_at_once()
    {
        var canceled = await Core.SubmitAsync();
        await using var worker = Core.Attach();
        await worker.HelloAsync(light: 1);
        await worker.JobAsync();
        await Core.Http.DeleteAsync($"/v1/jobs/{canceled}");
        var first = (await worker.NextAsync(Lost)).Lost;
        Assert.Equal(("canceled", canceled.ToString()), (first.Reason, first.Claims[0].JobId));

        var expired = await Core.SubmitAsync("""{"kind":"echo","max_attempts":1}""");
        await worker.GrantAsync(1);
        await worker.JobAsync();
        await Database.ExecuteAsync("update jobs set lease_until = now() - interval '1 s' where id = $1", expired);
        var second = (await worker.NextAsync(Lost)).Lost;
        Assert.Equal(("lease_lost", expired.ToString()), (second.Reason, second.Claims[0].JobId));
    }

    [Fact]
    public async Task A_heartbeat_extends_what_is_held_and_tells_what_is_not()
    {
        var id = await Core.SubmitAsync();
        await using var worker = Core.Attach();
        await worker.HelloAsync(light: 1, leaseSeconds: 600);
        var job = await worker.JobAsync();
        await Database.ExecuteAsync("update jobs set lease_until = now() + interval '20 s'");

        await worker.HeartbeatAsync(WorkerLink.Held(job));

        await Database.UntilAsync("select lease_until > now() + interval '500 s' from jobs where id = $1", id);
    }

    [Fact]
    public async Task A_worker_that_comes_back_keeps_what_it_names_and_the_rest_returns_at_once()
    {
        await Core.PostForJsonAsync("/v1/jobs/batch", """{"jobs":[{"kind":"echo"},{"kind":"echo"}]}""");
        await using var before = Core.Attach();
        await before.HelloAsync(light: 2);
        var jobs = await before.JobsAsync(2);

        await using var after = Core.Attach();
        var welcome = await after.HelloAsync(held: [WorkerLink.Held(jobs[0]), new HeldJob { JobId = jobs[1].JobId, ClaimNo = 8 }, new HeldJob { JobId = "x" }]);

        Assert.Equal(jobs[0].JobId, Assert.Single(welcome.Kept).JobId);
        Assert.Equal("running", await StatusAsync(jobs[0]));
        Assert.Equal("queued", await StatusAsync(jobs[1]));
        Assert.Equal(1, await Database.ScalarAsync<long>("select count(*) from workers"));
        await after.DoneAsync(jobs[0]);
        Assert.True((await after.AcksAsync(1))[0].Ok);
        // The older stream of the same worker was ended: a connection nobody closed must not be given jobs.
        Assert.NotEqual(StatusCode.DeadlineExceeded, await before.DrainAsync());
        Assert.Equal(["w1"], Core.Get<AttachedWorkers>().Ids);
    }

    [Fact]
    public async Task Metrics_of_an_attached_worker_leave_its_kinds_alone()
    {
        await using var worker = Core.Attach();
        await worker.HelloAsync(kinds: ["echo", "custom"]);

        await Core.Grpc.ReportMetricsAsync(new ReportMetricsRequest { Worker = new WorkerInfo { Id = "w1", Name = "renamed" }, MetricsJson = "{}" });

        Assert.Equal("renamed 9 echo,custom", await Database.ScalarAsync<string>("select name || ' ' || version || ' ' || array_to_string(kinds, ',') from workers"));
    }

    [Fact]
    public async Task A_worker_that_closes_in_good_order_is_offline_at_once()
    {
        await using var worker = Core.Attach();
        await worker.HelloAsync();

        await worker.CloseAsync();

        await Database.UntilAsync("select status = 'offline' and session_id is null from workers");
    }

    [Fact]
    public async Task Results_sent_just_before_the_connection_is_lost_count()
    {
        await using var worker = Core.Attach();
        await worker.HelloAsync(light: 1);
        var id = await Core.SubmitAsync();
        await worker.DoneAsync(await worker.JobAsync());

        await worker.CloseAsync();

        Assert.Equal("done", await Database.ScalarAsync<string>("select status from jobs where id = $1", id));
    }

    [Fact]
    public async Task Output_of_claims_that_are_not_its_own_is_ignored()
    {
        await using var worker = Core.Attach();
        await worker.HelloAsync(light: 1);
        var id = await Core.SubmitAsync();
        var job = await worker.JobAsync();
        using var stream = await Core.FollowAsync(id);
        await stream.UntilAsync("status running");

        await worker.DeltasAsync(new ClaimedJob { JobId = job.JobId, ClaimNo = 2 }, 1, "forged");
        await worker.DeltasAsync(job, 1, "own");
        await worker.DoneAsync(job);

        Assert.Equal(["delta own", "status done"], (await stream.ToEndAsync()).Select(static frame => frame.ToString()));
    }

    private Task<long> RunningAsync(string worker) => Database.ScalarAsync<long>("select count(*) from jobs where status = 'running' and worker_id = $1", worker);

    private Task<string> StatusAsync(ClaimedJob job) => Database.ScalarAsync<string>("select status from jobs where id = $1", Guid.Parse(job.JobId));
}
