using System.Net;
using System.Text.Json;
using LlmMcp.Core.Tests.Jobs.Rig;

namespace LlmMcp.Core.Tests.Benchmarks;

public sealed class BenchmarksApiTests
{
    private const string Metrics = """{"ms":3100.5,"model":"llama3.2:3b","provider":"ollama","tokens_in":20,"tokens_out":128,"ttft_ms":1200,"load_ms":1000,"eval_ms":2000,"tps":64.0}""";

    [Fact]
    public async Task A_run_queues_jobs_pinned_to_their_device_and_keeps_what_they_measure_once()
    {
        await using var rig = await BenchmarkRig.StartAsync();
        await rig.AddNodeAsync("pi5", "ollama", "llama3.2:3b");
        await rig.AddNodeAsync("rtx", "ollama", "llama3.2:3b");

        var accepted = await rig.Core.PostForJsonAsync("/v1/benchmarks/run", """{"model":"llama3.2:3b","device_id":"pi5","runs":2,"prompt":"Say ten words."}""");
        var ids = accepted.GetProperty("job_ids").EnumerateArray().Select(static id => id.GetGuid()).ToList();

        Assert.Equal("benchmark.ollama.generate", accepted.GetProperty("kind").GetString());
        Assert.Equal(2, ids.Count);
        Assert.Equal(
            ["benchmark.ollama.generate|llama3.2:3b|pi5 benchmark 1 2 Say ten words. 128"],
            await rig.Database.ListAsync<string>("select distinct concat_ws(' ', block, source, priority, max_attempts, payload ->> 'prompt', payload #>> '{options,num_predict}') from jobs"));

        await rig.RunOneAsync("benchmark.ollama.generate", Metrics);
        await rig.RunOneAsync("benchmark.ollama.generate", Metrics.Replace("64.0", "32.0", StringComparison.Ordinal));
        var listed = await rig.Core.GetJsonAsync("/v1/benchmarks?device_id=pi5");

        // As in the deployed system, with more keys behind; the load is taken off the time.
        Assert.Equal(
            ["device_id", "model_id", "task_type", "tokens_in", "tokens_out", "latency_ms", "tps", "created_at", "provider", "ok", "job_id", "automatic", "load_ms"],
            listed.GetProperty("items")[0].EnumerateObject().Select(static key => key.Name));
        Assert.Equal([(32.0, 2100), (64.0, 2100)], listed.GetProperty("items").EnumerateArray().Select(static item => (item.GetProperty("tps").GetDouble(), item.GetProperty("latency_ms").GetInt32())));
        Assert.Equal(57.6, await rig.Database.ScalarAsync<double>("select tps from model_speeds where device_id = 'pi5' and model_id = 'llama3.2:3b'"), 0.01);
    }

    [Theory]
    [InlineData("compat", "compat.chat", "some-model")]
    [InlineData("compat", "compat.embed", "some-embed-model")]
    public async Task Elsewhere_an_ordinary_job_is_measured(string provider, string kind, string model)
    {
        await using var rig = await BenchmarkRig.StartAsync();
        await rig.AddNodeAsync("mlx", provider, model);

        var accepted = await rig.Core.PostForJsonAsync("/v1/benchmarks/run", """{"device_id":"mlx"}""");
        await rig.RunOneAsync(kind, """{"ms":900,"model":"/models/file.gguf","provider":"compat","tokens_in":20,"tokens_out":64,"tps":80}""");

        Assert.Equal(kind, accepted.GetProperty("kind").GetString());
        Assert.Equal([$"mlx {model} {(kind == "compat.chat" ? "generate" : "embed")} 900"],
            await rig.Database.ListAsync<string>("select concat_ws(' ', device_id, model_id, task_type, latency_ms) from benchmarks"));
    }

    [Fact]
    public async Task A_job_that_only_calls_itself_a_benchmark_is_none()
    {
        await using var rig = await BenchmarkRig.StartAsync();
        await rig.AddNodeAsync("mlx", "compat", "some-model");

        await rig.Core.SubmitAsync("""{"kind":"compat.chat","source":"benchmark","payload":{"model":"some-model","prompt":"x"}}""");
        await rig.RunOneAsync("compat.chat", """{"ms":1,"model":"some-model","provider":"compat","tokens_out":64,"tps":99999}""");

        Assert.Empty(await rig.Database.ListAsync<string>("select model_id from benchmarks"));
    }

    [Fact]
    public async Task A_worker_of_the_deployed_system_reports_by_itself_and_its_benchmark_counts_once()
    {
        await using var rig = await BenchmarkRig.StartAsync();
        await rig.AddNodeAsync("pi5", "ollama", "nomic-embed-text:latest");
        await rig.Core.PostForJsonAsync("/v1/benchmarks/run", """{"device_id":"pi5"}""");

        await rig.Core.Grpc.ReportBenchmarkAsync(new Contracts.V1.ReportBenchmarkRequest
        {
            Benchmark = new Contracts.V1.Benchmark { DeviceId = "pi5", ModelId = "nomic-embed-text", TaskType = "embed", TokensIn = 9, LatencyMs = 80, MetaJson = """{"provider":"ollama"}""" },
        });
        await rig.RunOneAsync("benchmark.ollama.embed", """{"ms":85}""", """{"ok":true,"provider":"ollama","tokens_in":9,"tokens_out":0,"latency_ms":80,"tps":0}""");

        Assert.Equal(["nomic-embed-text:latest 80"], await rig.Database.ListAsync<string>("select model_id || ' ' || latency_ms from benchmarks"));
        Assert.Equal([85.0], await rig.Database.ListAsync<double>("select latency_ms from model_speeds where task_type = 'embed'"));
    }

    [Fact]
    public async Task A_refusal_queues_nothing()
    {
        await using var rig = await BenchmarkRig.StartAsync();

        using var response = await rig.Core.PostAsync("/v1/benchmarks/run", """{"provider":"openrouter","model":"x-ai/grok-4.1-fast"}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("model_too_expensive_for_benchmark", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await rig.Database.ScalarAsync<long>("select count(*) from jobs"));
    }

    [Theory]
    [InlineData("", 20)]
    [InlineData("?limit=3", 3)]
    [InlineData("?limit=200", 200)]
    [InlineData("?limit=201", 20)]
    [InlineData("?limit=0", 20)]
    [InlineData("?limit=-1", 20)]
    [InlineData("?limit=many", 20)]
    public async Task A_limit_that_is_none_means_twenty(string query, int expected)
    {
        await using var rig = await BenchmarkRig.StartAsync();
        await rig.AddNodeAsync("pi5", "ollama", "llama3.2:3b");
        await rig.Database.ExecuteAsync("insert into benchmarks (device_id, provider, model_id, task_type) select 'pi5', 'ollama', 'llama3.2:3b', 'generate' from generate_series(1, 250)");

        Assert.Equal(expected, (await rig.Core.GetJsonAsync("/v1/benchmarks" + query)).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task The_latest_stands_beside_the_median_of_the_earlier_ones()
    {
        await using var rig = await BenchmarkRig.StartAsync();
        await rig.AddNodeAsync("pi5", "ollama", "llama3.2:3b", "nomic-embed-text:latest");
        await rig.Database.ExecuteAsync(
            """
            insert into benchmarks (device_id, provider, model_id, task_type, tps, latency_ms, created_at)
            values ('pi5', 'ollama', 'llama3.2:3b', 'generate', 10, 1000, now() - interval '4 days'),
                   ('pi5', 'ollama', 'llama3.2:3b', 'generate', 12, 1100, now() - interval '3 days'),
                   ('pi5', 'ollama', 'llama3.2:3b', 'generate', 90, 1200, now() - interval '2 days'),
                   ('pi5', 'ollama', 'llama3.2:3b', 'generate', 6, 2200, now()),
                   ('pi5', 'ollama', 'nomic-embed-text:latest', 'embed', 0, 50, now())
            """);

        var items = (await rig.Core.GetJsonAsync("/v1/benchmarks/compare?device_id=pi5")).GetProperty("items");

        var llama = items[0];
        Assert.Equal((4, 6.0, 12.0, 1100.0), (llama.GetProperty("runs").GetInt32(), Number(llama, "latest", "tps"), Number(llama, "earlier", "tps"), Number(llama, "earlier", "latency_ms")));
        Assert.Equal((-50.0, 100.0, "slower"), (llama.GetProperty("tps_change_pct").GetDouble(), llama.GetProperty("latency_change_pct").GetDouble(), llama.GetProperty("trend").GetString()));
        Assert.Equal(("new", JsonValueKind.Null), (items[1].GetProperty("trend").GetString(), items[1].GetProperty("earlier").ValueKind));
        Assert.Equal(1, (await rig.Core.GetJsonAsync("/v1/benchmarks/compare?model=LLAMA3.2:3b&task_type=generate")).GetProperty("items").GetArrayLength());
        Assert.Equal("""{"items":[]}""", (await rig.Core.GetJsonAsync("/v1/benchmarks/compare?model=none")).GetRawText());
    }

    [Fact]
    public async Task Ratings_do_not_blame_a_node_for_what_is_not_its_fault()
    {
        await using var rig = await BenchmarkRig.StartAsync();
        await rig.AddNodeAsync("pi5", "ollama");
        // What a statement writes as attempts end; which failures it writes is tested beside the counters.
        await rig.Database.ExecuteAsync(
            """
            insert into device_tally_log (device_id, attempts, done, ms, timed) values ('pi5', 3, 3, 400, 2), ('pi5', 1, 0, 0, 0);
            insert into device_tallies (device_id, hour, attempts, done, ms, timed) values ('pi5', date_trunc('hour', now() - interval '8 days'), 1, 0, 0, 0)
            """);

        var rating = (await rig.Core.GetJsonAsync("/v1/devices/ratings")).GetProperty("ratings").EnumerateArray().Single(static one => one.GetProperty("device_id").GetString() == "pi5");

        Assert.Equal((4, 3, 75.0, 200), (rating.GetProperty("total_jobs_7d").GetInt32(), rating.GetProperty("done_jobs_7d").GetInt32(), rating.GetProperty("success_rate").GetDouble(), rating.GetProperty("avg_latency_ms").GetInt32()));
    }

    private static double Number(JsonElement item, string figures, string key) => item.GetProperty(figures).GetProperty(key).GetDouble();
}
