using LlmMcp.Bench.Bare;
using LlmMcp.Bench.Load;
using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Stage;

namespace LlmMcp.Bench.Submit;

/// <summary>Durable submits through the batch door.</summary>
internal sealed class SubmitBatchScenario(int size, int concurrency, int seconds) : IScenario
{
    private const int BareRows = 100;
    private const int BareConnections = 4;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private readonly Figure rate = new($"jobs over POST /v1/jobs/batch, {size} each", "jobs/s", Goal.Least(40_000));

    public string Title => $"Submit in batches of {size}";

    public string Command => $"submit-batch --size {size} --concurrency {concurrency} --seconds {seconds}";

    public string Settings =>
        $"fsync and synchronous_commit on; one commit per batch, {concurrency} connections. PostgreSQL, one Core and the load generator share the machine; no worker. "
        + $"Beside it: insert … select unnest of {BareRows} rows, a commit each, {BareConnections} connections, no Core.";

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.StartAsync(new StageOptions(), cancellationToken);
        var limit = await BareAsync(stage, cancellationToken);
        var core = await stage.StartCoreAsync("", cancellationToken);
        var load = new SubmitLoad(core.EndPoint, JobRequests.SubmitBatch(JobRequests.Echo, size), size);
        var warm = await load.RunAsync(concurrency, WarmUp, cancellationToken);
        await stage.SettleAsync(cancellationToken);

        var cpu = new CpuShare(("PostgreSQL", stage.PostgresProcess), ("Core", core.Process.Id));
        var result = await load.RunAsync(concurrency, TimeSpan.FromSeconds(seconds), cancellationToken);
        var shares = cpu.Describe(result.Ids.Count);

        await StoredJobs.MustHoldAsync(stage, [.. warm.Ids, .. result.Ids], cancellationToken);
        var latencies = new Samples(result.Latencies);
        return new ScenarioResult(
            [new Measurement(rate, result.JobsPerSecond, limit)],
            [$"{result.Ids.Count:N0} jobs in {result.Seconds:0.0} s", $"a batch p50 {latencies.P50:0} ms, p99 {latencies.P99:0} ms", shares, "all acknowledged jobs are stored"]);
    }

    private async Task<double> BareAsync(BenchStage stage, CancellationToken cancellationToken)
    {
        await using var bare = await BareDatabase.CreateAsync(stage, BareConnections, cancellationToken);
        await BareInserts.BatchAsync(bare, BareConnections, BareRows, WarmUp, cancellationToken);
        return await BareInserts.BatchAsync(bare, BareConnections, BareRows, TimeSpan.FromSeconds(seconds), cancellationToken);
    }
}
