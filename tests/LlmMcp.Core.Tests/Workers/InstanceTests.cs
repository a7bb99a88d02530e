using Grpc.Core;
using LlmMcp.Contracts.V1;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Core.Workers;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.Workers;

/// <summary>Two processes under one worker id.</summary>
public sealed class InstanceTests : CoreTest
{
    [Fact]
    public async Task The_second_process_is_refused_and_the_first_keeps_its_stream_and_jobs()
    {
        await Core.SubmitAsync();
        await using var first = Core.Attach();
        await first.HelloAsync(light: 1, instance: "one");
        var job = await first.JobAsync();

        await using var second = Core.Attach();
        var refused = await Assert.ThrowsAsync<RpcException>(() => second.HelloAsync(instance: "two"));

        Assert.Equal(StatusCode.AlreadyExists, refused.StatusCode);
        Assert.Contains("another process uses this worker id w1", refused.Status.Detail, StringComparison.Ordinal);
        await first.DoneAsync(job);
        Assert.True((await first.AcksAsync(1))[0].Ok);
    }

    [Fact]
    public async Task The_same_process_replaces_its_own_older_stream()
    {
        await using var before = Core.Attach();
        await before.HelloAsync(instance: "one");

        await using var after = Core.Attach();
        await after.HelloAsync(instance: "one");

        Assert.NotEqual(StatusCode.DeadlineExceeded, await before.DrainAsync());
    }

    [Fact]
    public async Task A_process_that_took_the_place_of_a_dead_one_is_welcome_once_the_stream_has_ended()
    {
        var first = Core.Attach();
        await first.HelloAsync(instance: "one");
        first.Cut();
        await Database.UntilAsync("select instance = '' from workers");

        await using var second = Core.Attach();
        Assert.Equal("w1", (await second.HelloAsync(instance: "two")).WorkerId);
    }

    [Fact]
    public async Task A_process_whose_Core_was_killed_counts_as_alive_until_heartbeats_are_overdue()
    {
        await Database.ExecuteAsync("insert into workers (id, session_id, instance, last_seen) values ('w1', gen_random_uuid(), 'one', now() - interval '20 seconds')");
        await using var early = Core.Attach();
        await Assert.ThrowsAsync<RpcException>(() => early.HelloAsync(leaseSeconds: 60, instance: "two"));

        await Database.ExecuteAsync("update workers set last_seen = now() - interval '26 seconds'");
        await using var late = Core.Attach();
        Assert.Equal("w1", (await late.HelloAsync(leaseSeconds: 60, instance: "two")).WorkerId);
    }

    [Fact]
    public async Task A_report_of_metrics_leaves_what_the_attached_worker_said()
    {
        await using var worker = Core.Attach();
        await worker.HelloAsync(instance: "one");

        await Core.Grpc.ReportMetricsAsync(new ReportMetricsRequest { Worker = new WorkerInfo { Id = "w1", Name = "w1" }, MetricsJson = "{}" });

        Assert.Equal("echo 9 one", await Database.ScalarAsync<string>("select array_to_string(kinds, ',') || ' ' || version || ' ' || instance from workers"));
    }

    [Theory]
    [InlineData("""{"device_id":"pi5","cpu":3}""", "{}")]
    [InlineData("""{"cpu":3}""", """{"device_id":"pi5"}""")]
    public async Task Metrics_of_a_device_that_is_named_are_kept(string metrics, string tags)
    {
        await Database.AddDeviceAsync("pi5", 1);
        var worker = new WorkerInfo { Id = "w2", TagsJson = tags };

        Assert.True((await Core.Grpc.ReportMetricsAsync(new ReportMetricsRequest { Worker = worker, MetricsJson = metrics })).Ok);
        Assert.True((await Core.Grpc.ReportMetricsAsync(new ReportMetricsRequest { Worker = new WorkerInfo { Id = "pi5" }, MetricsJson = """{"cpu":4}""" })).Ok);

        Assert.Equal("pi5 3", await Database.ScalarAsync<string>("select device_id || ' ' || (notes ->> 'cpu') from device_metrics"));
    }

    [Fact]
    public async Task A_worker_fallen_silent_is_not_attached()
    {
        await Database.ExecuteAsync("insert into workers (id, session_id, last_seen) values ('gone', gen_random_uuid(), now() - interval '11 minutes')");

        await Core.Get<WorkerRegistry>().TidyAsync(CancellationToken.None);

        Assert.Equal("offline true", await Database.ScalarAsync<string>("select status || ' ' || (session_id is null) from workers where id = 'gone'"));
    }
}
