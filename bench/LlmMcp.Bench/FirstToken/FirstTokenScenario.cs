using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Stage;
using LlmMcp.Contracts;

namespace LlmMcp.Bench.FirstToken;

/// <summary>What the hub adds to the time to the first token: the same question to the node directly and through the hub, in pairs.</summary>
internal sealed class FirstTokenScenario(int count) : IScenario
{
    private const int WarmUp = 30;

    private static readonly Figure P50 = new("time to first token added, p50", "ms", Goal.Most(5), "nobody publishes it");

    private static readonly Figure P99 = new("time to first token added, p99", "ms", Goal.Most(20), "nobody publishes it");

    private static readonly Figure Direct = new("… the node itself, p50", "ms");

    public string Title => "Time to first token";

    public string Command => $"ttft --count {count}";

    public string Settings =>
        $"fsync and synchronous_commit on. PostgreSQL, one Core, one worker, a simulated Ollama node (200 tokens/s) and the client share the machine. {count:N0} pairs, one call at a time, "
        + "keep-alive connections: POST /api/generate on the node against POST /v1/jobs and then GET /v1/jobs/{id}/stream. Added = the pair's difference; the order within pairs alternates.";

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.StartAsync(new StageOptions(), cancellationToken);
        var node = await stage.StartNodeAsync(cancellationToken);
        var core = await stage.StartCoreAsync(node, cancellationToken);
        await stage.StartWorkerAsync(core, JobKinds.OllamaGenerate, cancellationToken);
        using var client = new FirstTokenClient(new Uri(node), core.BaseUrl);

        var (direct, hub) = (new List<double>(count), new List<double>(count));
        for (var i = -WarmUp; i < count; i++)
        {
            var (first, second) = i % 2 == 0
                ? (await client.DirectAsync(cancellationToken), await client.ThroughHubAsync(cancellationToken))
                : Swap(await client.ThroughHubAsync(cancellationToken), await client.DirectAsync(cancellationToken));
            if (i >= 0)
            {
                direct.Add(first);
                hub.Add(second);
            }
        }

        (await Outcomes.ReadAsync(stage.Database, cancellationToken)).MustBeDoneAtOnce(WarmUp + count);
        var added = new Samples(hub.Zip(direct, static (through, alone) => through - alone));
        var (alone, through) = (new Samples(direct), new Samples(hub));
        return new ScenarioResult(
            [new Measurement(P50, added.P50), new Measurement(P99, added.P99), new Measurement(Direct, alone.P50)],
            [$"direct p50 {alone.P50:0.0} ms, p99 {alone.P99:0.0} ms", $"through the hub p50 {through.P50:0.0} ms, p99 {through.P99:0.0} ms", $"added max {added.Max:0.0} ms"]);
    }

    private static (double First, double Second) Swap(double second, double first) => (first, second);
}
