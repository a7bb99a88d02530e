using LlmMcp.Bench.Bare;
using LlmMcp.Bench.Load;
using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Stage;

namespace LlmMcp.Bench.Submit;

/// <summary>Durable submits over HTTP, one job per request, many callers at once.</summary>
internal sealed class SubmitScenario(int concurrency, int seconds) : IScenario
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private readonly Figure rate = new(
        $"durable submits over HTTP, concurrency {concurrency}", "jobs/s", Goal.Least(9_000), "the deployed Go core 6,700–7,400 on such a machine");

    private readonly Figure p50 = new($"… acknowledged, p50 at concurrency {concurrency}", "ms");

    private readonly Figure p99 = new($"… acknowledged, p99 at concurrency {concurrency}", "ms", Peers: "Hatchet write 2.5–5.7 (its own hardware and load)");

    public string Title => $"Submit, concurrency {concurrency}";

    public string Command => $"submit --concurrency {concurrency} --seconds {seconds}";

    public string Settings =>
        "fsync and synchronous_commit on; each job is acknowledged after its commit. PostgreSQL, one Core and the load generator (raw sockets, keep-alive) share the machine; no worker. "
        + $"Beside it: single-row inserts, a commit each, {concurrency} connections, no Core.";

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.StartAsync(
            new StageOptions { Parameters = { ["max_connections"] = $"{concurrency + 60}" } }, cancellationToken);
        var limit = await BareAsync(stage, cancellationToken);
        var core = await stage.StartCoreAsync("", cancellationToken);
        var load = new SubmitLoad(core.EndPoint, JobRequests.Submit(JobRequests.Echo), 1);
        var warm = await load.RunAsync(concurrency, WarmUp, cancellationToken);
        await stage.SettleAsync(cancellationToken);

        var cpu = new CpuShare(("PostgreSQL", stage.PostgresProcess), ("Core", core.Process.Id));
        var result = await load.RunAsync(concurrency, TimeSpan.FromSeconds(seconds), cancellationToken);
        var shares = cpu.Describe(result.Ids.Count);

        await StoredJobs.MustHoldAsync(stage, [.. warm.Ids, .. result.Ids], cancellationToken);
        var latencies = new Samples(result.Latencies);
        return new ScenarioResult(
            [new Measurement(rate, result.JobsPerSecond, limit), new Measurement(p50, latencies.P50), new Measurement(p99, latencies.P99)],
            [$"{result.Ids.Count:N0} jobs in {result.Seconds:0.0} s", $"slowest {latencies.Max:0} ms", shares, "all acknowledged jobs are stored"]);
    }

    private async Task<double> BareAsync(BenchStage stage, CancellationToken cancellationToken)
    {
        await using var bare = await BareDatabase.CreateAsync(stage, concurrency, cancellationToken);
        await BareInserts.SingleAsync(bare, concurrency, WarmUp, cancellationToken);
        return await BareInserts.SingleAsync(bare, concurrency, TimeSpan.FromSeconds(seconds), cancellationToken);
    }
}
