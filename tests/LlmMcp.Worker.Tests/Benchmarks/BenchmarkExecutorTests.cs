using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Pace;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Tests.Fakes;

namespace LlmMcp.Worker.Tests.Benchmarks;

public sealed class BenchmarkExecutorTests
{
    private const string Prompt = """{"prompt":"hello"}""";

    [Fact]
    public async Task The_result_has_the_figures_and_the_metrics_have_the_times()
    {
        await using var node = await FakeModelServer.PlayAsync("generate-stream.ndjson");
        await using var bench = new ExecutorBench();

        var outcome = Assert.IsType<JobOutcome.Done>(await bench.RunAsync(JobKinds.BenchmarkOllamaGenerate, Prompt, node.Url));

        var result = ExecutorBench.Json(outcome.ResultJson);
        Assert.Equal(["ok", "model", "provider", "device_id", "tokens_in", "tokens_out", "latency_ms", "tps"], result.Select(pair => pair.Key));
        var duration = (double)Sample.Lines("generate-stream.ndjson").Last()["eval_duration"]!;
        Assert.Equal(9 / (duration / 1e9), (double)result["tps"]!, 0.01);
        Assert.Equal(("hello", "ollama", 9L), ((string?)result["model"], (string?)result["provider"], (long)result["tokens_out"]!));
        var metrics = ExecutorBench.Json(outcome.MetricsJson);
        Assert.Equal(("hello", 9L), ((string?)metrics["model"], (long)metrics["tokens_out"]!));
        Assert.NotNull(metrics["eval_ms"]);
    }

    [Theory]
    [InlineData(Prompt, 128)]
    [InlineData("""{"prompt":"hello","max_tokens":16}""", 16)]
    [InlineData("""{"prompt":"hello","options":{"num_predict":7}}""", 7)]
    [InlineData("""{"prompt":"hello","options":{"seed":1}}""", 128)]
    public async Task An_answer_is_bounded_so_that_runs_compare_and_the_node_keeps_its_own_keep_alive(string payload, int tokens)
    {
        await using var node = await FakeModelServer.PlayAsync("generate-stream.ndjson");
        await using var bench = new ExecutorBench();

        await bench.ResultAsync(JobKinds.BenchmarkOllamaGenerate, payload, node.Url);

        var body = Assert.Single(node.Requests).Body;
        Assert.Equal(tokens, (int)body["options"]!["num_predict"]!);
        Assert.Null(body["keep_alive"]);
    }

    [Fact]
    public async Task Embeddings_count_a_token_per_four_characters()
    {
        await using var node = await FakeModelServer.PlayAsync("embeddings-legacy.json");
        await using var bench = new ExecutorBench();

        var result = await bench.ResultAsync(JobKinds.BenchmarkOllamaEmbed, """{"prompt":"twelve chars"}""", node.Url);

        Assert.Equal((3L, 0L, 0.0), ((long)result["tokens_in"]!, (long)result["tokens_out"]!, (double)result["tps"]!));
    }

    [Fact]
    public async Task The_speed_of_a_node_is_measured_and_the_load_of_a_cold_model_does_not_distort_it()
    {
        // A load of a second, then 200 tokens per second.
        var model = ModelCatalog.Get("llama3.2:1b");
        await using var fleet = await SimulatedFleet.StartAsync(new FleetOptions
        {
            Nodes =
            [
                new SimulatedNodeOptions
                {
                    Name = "node-1",
                    Models = [model],
                    Hardware = HardwareProfiles.Instant with { DiskBytesPerSecond = model.SizeBytes },
                    LoadOverhead = TimeSpan.Zero,
                    Paces = new Dictionary<string, ModelPace> { ["llama3.2:1b"] = new(200, 10_000) },
                },
            ],
        });
        await using var bench = new ExecutorBench();
        const string payload = """{"model":"llama3.2:1b","prompt":"Tell me a long story.","seed":1,"max_tokens":60}""";

        var cold = Assert.IsType<JobOutcome.Done>(await bench.RunAsync(JobKinds.BenchmarkOllamaGenerate, payload, fleet.Nodes[0].BaseUrl.ToString()));
        var warm = Assert.IsType<JobOutcome.Done>(await bench.RunAsync(JobKinds.BenchmarkOllamaGenerate, payload, fleet.Nodes[0].BaseUrl.ToString()));

        // A busy machine can only make the node slower than it is set to, so nothing here has a bound on that side.
        foreach (var outcome in new[] { cold, warm })
        {
            var result = ExecutorBench.Json(outcome.ResultJson);
            Assert.InRange((double)result["tps"]!, 1, 230);
            Assert.InRange((double)result["latency_ms"]!, 200, double.MaxValue);
        }

        var metrics = ExecutorBench.Json(cold.MetricsJson);
        var load = (double)metrics["load_ms"]!;
        Assert.InRange(load, 900, double.MaxValue);
        Assert.InRange((double)ExecutorBench.Json(cold.ResultJson)["latency_ms"]!, 200, (double)metrics["ms"]! - load + 2);
        Assert.InRange((double)ExecutorBench.Json(warm.MetricsJson)["load_ms"]!, 0, load - 1);
    }
}
