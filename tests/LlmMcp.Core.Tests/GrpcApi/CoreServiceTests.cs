using System.Text.Json;
using Grpc.Core;
using LlmMcp.Contracts.V1;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.GrpcApi;

public sealed class CoreServiceTests : CoreTest
{
    [Fact]
    public async Task An_old_client_submits_claims_and_completes_as_ever()
    {
        var id = (await Core.Grpc.SubmitJobAsync(new SubmitJobRequest { Kind = "echo", PayloadJson = """{"a":1}""", Priority = 2, Source = "old" })).JobId;

        var claimed = (await Core.Grpc.ClaimJobAsync(new ClaimJobRequest { WorkerId = "w1" })).Job;
        Assert.Equal((id, "running", 1, 3, """{"a": 1}""", 2), (claimed.Id, claimed.Status, claimed.Attempts, claimed.MaxAttempts, claimed.PayloadJson, claimed.Priority));
        Assert.Matches("^[0-9-]{10}T[0-9:]{8}Z$", claimed.LeaseUntil);
        Assert.True((await Core.Grpc.HeartbeatAsync(new HeartbeatRequest { WorkerId = "w1", JobId = id })).Ok);
        Assert.True((await Core.Grpc.CompleteJobAsync(new CompleteJobRequest { WorkerId = "w1", JobId = id, ResultJson = """{"ok":true}""", MetricsJson = """{"ms":5}""" })).Ok);

        var job = (await Core.Grpc.GetJobAsync(new GetJobRequest { JobId = id })).Job;
        Assert.Equal(("done", """{"ok": true}""", "", ""), (job.Status, job.ResultJson, job.LeaseUntil, job.Error));
        Assert.Matches("^[0-9-]{10}T[0-9:]{8}Z$", job.QueuedAt);
        Assert.Matches("^[0-9-]{10}T[0-9:]{8}Z$", job.UpdatedAt);
        Assert.Equal("", job.DeadlineAt);
    }

    [Fact]
    public async Task Nothing_to_claim_is_an_answer_without_a_job() =>
        Assert.Null((await Core.Grpc.ClaimJobAsync(new ClaimJobRequest { WorkerId = "w1" })).Job);

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{")]
    public async Task A_payload_that_is_no_JSON_is_an_empty_object(string payload)
    {
        var id = (await Core.Grpc.SubmitJobAsync(new SubmitJobRequest { Kind = "echo", PayloadJson = payload })).JobId;

        Assert.Equal("{}", (await Core.Grpc.GetJobAsync(new GetJobRequest { JobId = id })).Job.PayloadJson);
    }

    [Theory]
    [InlineData("[1,2]")]
    [InlineData("5")]
    [InlineData("null")]
    public async Task A_payload_may_be_any_JSON(string payload)
    {
        var id = (await Core.Grpc.SubmitJobAsync(new SubmitJobRequest { Kind = "echo", PayloadJson = payload })).JobId;

        Assert.Equal(payload, (await Core.Grpc.GetJobAsync(new GetJobRequest { JobId = id })).Job.PayloadJson.Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refusals_have_the_status_that_says_what_to_do()
    {
        var unknown = Guid.CreateVersion7().ToString();
        await RefusedAsync(StatusCode.NotFound, () => Core.Grpc.GetJobAsync(new GetJobRequest { JobId = unknown }));
        await RefusedAsync(StatusCode.InvalidArgument, () => Core.Grpc.GetJobAsync(new GetJobRequest { JobId = "x" }));
        await RefusedAsync(StatusCode.NotFound, () => Core.Grpc.CancelJobAsync(new CancelJobRequest { JobId = unknown }));
        await RefusedAsync(StatusCode.NotFound, () => Core.Grpc.FailJobAsync(new FailJobRequest { WorkerId = "w", JobId = unknown }));
        await RefusedAsync(StatusCode.InvalidArgument, () => Core.Grpc.SubmitJobAsync(new SubmitJobRequest()));
        await RefusedAsync(StatusCode.InvalidArgument, () => Core.Grpc.SubmitJobAsync(new SubmitJobRequest { Kind = "echo", DeadlineAt = "soon" }));
        await RefusedAsync(StatusCode.InvalidArgument, () => Core.Grpc.SubmitJobAsync(new SubmitJobRequest { Kind = "echo", PayloadJson = "\"\\u0000\"" }));
        await RefusedAsync(StatusCode.InvalidArgument, () => Core.Grpc.SubmitJobsAsync(new SubmitJobsRequest()));
        await RefusedAsync(StatusCode.InvalidArgument, () => Core.Grpc.ClaimJobAsync(new ClaimJobRequest()));
        await RefusedAsync(StatusCode.InvalidArgument, () => Core.Grpc.ClaimJobAsync(new ClaimJobRequest { WorkerId = "a\0b" }));
        await RefusedAsync(StatusCode.InvalidArgument, () => Core.Grpc.ClaimJobsAsync(new ClaimJobsRequest { WorkerId = "w", MaxJobs = 1001 }));
        await RefusedAsync(StatusCode.InvalidArgument, () => Core.Grpc.ClaimJobsAsync(new ClaimJobsRequest { WorkerId = "w", WaitSeconds = 61 }));
        await RefusedAsync(StatusCode.InvalidArgument, () => Core.Grpc.ClaimJobsAsync(new ClaimJobsRequest { WorkerId = "w", WaitSeconds = double.NaN }));
        await RefusedAsync(StatusCode.NotFound, () => Core.Grpc.ReportBenchmarkAsync(new ReportBenchmarkRequest { Benchmark = new Benchmark { DeviceId = "nowhere", ModelId = "m", TaskType = "generate" } }));
        Assert.Equal(0, await Database.ScalarAsync<long>("select count(*) from jobs"));
    }

    [Fact]
    public async Task Reports_of_what_is_not_the_worker_s_are_answered_not_failed()
    {
        var unknown = Guid.CreateVersion7().ToString();

        Assert.Equal((false, "lease_lost"), await OkAsync(Core.Grpc.CompleteJobAsync(new CompleteJobRequest { WorkerId = "w", JobId = unknown })));
        Assert.Equal((false, "lease_lost"), await OkAsync(Core.Grpc.CompleteJobAsync(new CompleteJobRequest { WorkerId = "w\0", JobId = "x" })));
        Assert.False((await Core.Grpc.HeartbeatAsync(new HeartbeatRequest { WorkerId = "w", JobId = "x" })).Ok);
        Assert.False((await Core.Grpc.HeartbeatAsync(new HeartbeatRequest { WorkerId = "\0", JobId = unknown })).Ok);
        Assert.Equal(0, (await Core.Grpc.ReleaseJobsAsync(new ReleaseJobsRequest { WorkerId = "w", Jobs = { new HeldJob { JobId = unknown } } })).Released);

        static async Task<(bool, string)> OkAsync(AsyncUnaryCall<CompleteJobResponse> call)
        {
            var answer = await call;
            return (answer.Ok, answer.Reason);
        }
    }

    [Fact]
    public async Task A_worker_without_a_word_of_itself_gets_a_name_and_crashes_nothing()
    {
        var id = (await Core.Grpc.RegisterWorkerAsync(new RegisterWorkerRequest())).WorkerId;
        Assert.StartsWith("worker-", id, StringComparison.Ordinal);
        Assert.Equal("w7", (await Core.Grpc.RegisterWorkerAsync(new RegisterWorkerRequest { Worker = new WorkerInfo { Id = "w7", TagsJson = "no json" } })).WorkerId);
        await Core.Grpc.RegisterWorkerAsync(new RegisterWorkerRequest { Worker = new WorkerInfo { Id = "w7", TagsJson = """{"ollama":true}""" } });

        Assert.Equal("""{"ollama": true}""", await Database.ScalarAsync<string>("select tags::text from workers where id = 'w7'"));
        Assert.Equal(2, await Database.ScalarAsync<long>("select count(*) from workers"));
        Assert.True((await Core.Grpc.ReportMetricsAsync(new ReportMetricsRequest())).Ok);
        Assert.True((await Core.Grpc.ReportBenchmarkAsync(new ReportBenchmarkRequest())).Ok);
    }

    [Fact]
    public async Task StreamJob_tells_changes_of_status_in_the_old_form()
    {
        var id = (await Core.Grpc.SubmitJobAsync(new SubmitJobRequest { Kind = "echo", PayloadJson = """{"a":1}""" })).JobId;
        using var call = Core.Grpc.StreamJob(new StreamJobRequest { JobId = id });
        var events = new List<JobEvent> { await NextAsync(call) };
        await Core.Grpc.ClaimJobAsync(new ClaimJobRequest { WorkerId = "w1" });
        events.Add(await NextAsync(call));
        await Core.Grpc.CompleteJobAsync(new CompleteJobRequest { WorkerId = "w1", JobId = id, ResultJson = """{"ok":true}""" });
        events.Add(await NextAsync(call));
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.Equal(["queued", "running", "done"], events.Select(static happened => happened.Message));
        Assert.All(events, happened => Assert.Equal((id, "status", ""), (happened.JobId, happened.Type, happened.EventId)));
        Assert.All(events, static happened => Assert.Matches("^[0-9-]{10}T[0-9:]{8}Z$", happened.Ts));
        Assert.Equal(
            ["id", "kind", "payload_json", "status", "max_attempts", "queued_at", "updated_at"],
            JsonDocument.Parse(events[0].DataJson).RootElement.EnumerateObject().Select(static key => key.Name));
        var last = JsonDocument.Parse(events[2].DataJson).RootElement;
        Assert.Equal(("""{"ok": true}""", 1), (last.GetProperty("result_json").GetString(), last.GetProperty("attempts").GetInt32()));
        Assert.Equal("""{"a": 1}""", last.GetProperty("payload_json").GetString());
        Assert.False(last.TryGetProperty("claim_no", out _));
        Assert.False(last.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task FollowJob_adds_deltas_with_ids_to_resume_at()
    {
        var id = await Core.SubmitAsync();
        await using var worker = Core.Attach();
        await worker.HelloAsync(light: 1);
        var job = await worker.JobAsync();
        using var call = Core.Grpc.FollowJob(new FollowJobRequest { JobId = id.ToString() });
        await NextAsync(call);
        await worker.DeltasAsync(job, 1, "a", "b");
        var first = await NextAsync(call);
        Assert.Equal(("delta", "1.1", "a"), (first.Type, first.EventId, JsonDocument.Parse(first.DataJson).RootElement.GetProperty("response").GetString()));
        await NextAsync(call);
        await worker.DoneAsync(job);
        Assert.Equal(("status", "done", "1.2"), (await NextAsync(call)) is var end ? (end.Type, end.Message, end.EventId) : default);

        using var resumed = Core.Grpc.FollowJob(new FollowJobRequest { JobId = id.ToString(), AfterEventId = "1.1" });
        Assert.Equal("1.2", (await NextAsync(resumed)).EventId);
        Assert.Equal("done", (await NextAsync(resumed)).Message);
    }

    [Fact]
    public async Task Streams_of_unknown_jobs_end_with_their_status()
    {
        using var unknown = Core.Grpc.StreamJob(new StreamJobRequest { JobId = Guid.CreateVersion7().ToString() });
        using var malformed = Core.Grpc.FollowJob(new FollowJobRequest { JobId = "x" });

        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => unknown.ResponseStream.MoveNext(CancellationToken.None))).StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => malformed.ResponseStream.MoveNext(CancellationToken.None))).StatusCode);
    }

    [Fact]
    public async Task A_client_that_leaves_a_stream_or_runs_out_of_time_gets_the_status_of_that()
    {
        var id = (await Core.SubmitAsync()).ToString();
        using var leave = new CancellationTokenSource();
        using var left = Core.Grpc.StreamJob(new StreamJobRequest { JobId = id }, cancellationToken: leave.Token);
        await NextAsync(left);
        await leave.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => left.ResponseStream.MoveNext(CancellationToken.None))).StatusCode);

        using var late = Core.Grpc.StreamJob(new StreamJobRequest { JobId = id }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(300));
        await NextAsync(late);
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => late.ResponseStream.MoveNext(CancellationToken.None))).StatusCode);
    }

    [Fact]
    public async Task Batches_are_submitted_claimed_and_released_whole()
    {
        var request = new SubmitJobsRequest();
        request.Jobs.AddRange(Enumerable.Range(0, 30).Select(i => new SubmitJobRequest { Kind = "echo", PayloadJson = $"{i}" }));
        var ids = (await Core.Grpc.SubmitJobsAsync(request)).JobIds;
        Assert.Equal(30, ids.Distinct().Count());

        var claimed = (await Core.Grpc.ClaimJobsAsync(new ClaimJobsRequest { WorkerId = "w", MaxJobs = 100 })).Jobs;
        Assert.Equal(ids.Order(), claimed.Select(static job => job.Id).Order());

        var release = new ReleaseJobsRequest { WorkerId = "w" };
        release.Jobs.AddRange(claimed.Select(static job => new HeldJob { JobId = job.Id, ClaimNo = job.ClaimNo }));
        Assert.Equal(30, (await Core.Grpc.ReleaseJobsAsync(release)).Released);
        Assert.Equal(0, (await Core.Grpc.ReleaseJobsAsync(release)).Released);
        Assert.Equal(0, await Database.ScalarAsync<long>("select sum(attempts) from jobs"));
    }

    [Fact]
    public async Task A_cancel_says_whether_it_came_in_time()
    {
        var id = (await Core.SubmitAsync()).ToString();

        Assert.Equal((true, "canceled"), (await Core.Grpc.CancelJobAsync(new CancelJobRequest { JobId = id })) is var first ? (first.Ok, first.Status) : default);
        Assert.Equal((false, "canceled"), (await Core.Grpc.CancelJobAsync(new CancelJobRequest { JobId = id })) is var second ? (second.Ok, second.Status) : default);
    }

    private static async Task<JobEvent> NextAsync(AsyncServerStreamingCall<JobEvent> call)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Assert.True(await call.ResponseStream.MoveNext(patience.Token));
        return call.ResponseStream.Current;
    }

    private static async Task RefusedAsync<T>(StatusCode status, Func<AsyncUnaryCall<T>> call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(async () => await call());
        Assert.True(status == exception.StatusCode, $"{exception.StatusCode} {exception.Status.Detail}, expected {status}");
        Assert.NotEqual("", exception.Status.Detail);
    }
}
