using System.Net;
using LlmMcp.Core.Benchmarks;
using LlmMcp.Core.Tests.Jobs.Rig;

namespace LlmMcp.Core.Tests.Benchmarks;

public sealed class BenchmarkSweepTests
{
    private const string Kind = "benchmark.ollama.generate";
    private const string Metrics = """{"ms":3000,"model":"llama3.2:3b","provider":"ollama","tokens_out":128,"tps":64}""";

    private static readonly (string, string) Auto = ("Benchmarks:Auto", "true");

    [Fact]
    public async Task Without_leave_nothing_is_measured()
    {
        await using var rig = await BenchmarkRig.StartAsync();
        await rig.AddNodeAsync("pi5", "ollama", "llama3.2:3b");

        Assert.Empty((await rig.SweepAsync()).Started);
        Assert.Equal(0, await CountAsync(rig));
    }

    [Fact]
    public async Task A_new_pair_is_measured_once_by_two_Cores_that_look_at_the_same_time()
    {
        await using var rig = await BenchmarkRig.StartAsync(2, Auto);
        await rig.AddNodeAsync("pi5", "ollama", "llama3.2:3b");
        await rig.AddNodeAsync("rtx", "ollama", "llama3.2:3b");
        await rig.LookAsync();

        var reports = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            rig.Cores[i % 2].Get<BenchmarkSweep>().RunOnceAsync(CancellationToken.None)));

        Assert.Equal(["pi5", "rtx"], reports.SelectMany(static report => report.Started).Select(static target => target.DeviceId).Order());
        Assert.Equal(["pi5 -100 true", "rtx -100 true"], await rig.Database.ListAsync<string>(
            "select concat_ws(' ', r.device_id, j.priority, r.automatic::text) from jobs j join benchmark_runs r on r.job_id = j.id order by 1"));

        await rig.RunOneAsync(Kind, Metrics);
        await rig.RunOneAsync(Kind, Metrics);
        Assert.Empty((await rig.SweepAsync(0)).Started);
        Assert.Empty((await rig.SweepAsync(1)).Started);
        Assert.Equal(["done done"], await rig.Database.ListAsync<string>("select string_agg(case when ok then 'done' else 'failed' end, ' ') from benchmark_runs where ended_at is not null"));
        Assert.True((await rig.Core.GetJsonAsync("/v1/benchmarks")).GetProperty("items")[0].GetProperty("automatic").GetBoolean());
    }

    [Fact]
    public async Task The_models_of_a_device_are_measured_one_after_the_other()
    {
        await using var rig = await BenchmarkRig.StartAsync(1, Auto);
        await rig.AddNodeAsync("pi5", "ollama", "llama3.2:3b", "qwen3:8b");

        Assert.Equal("llama3.2:3b", (await rig.SweepAsync()).Started.Single().Model);
        Assert.Empty((await rig.SweepAsync()).Started);
        await rig.RunOneAsync(Kind, Metrics);
        Assert.Equal("qwen3:8b", (await rig.SweepAsync()).Started.Single().Model);
    }

    [Theory]
    [InlineData("""{"kind":"ollama.generate","payload":{"model":"llama3.2:3b","prompt":"x"}}""")]
    [InlineData("""{"kind":"ollama.chat","payload":{"model":"qwen3:8b","prompt":"x","device_id":"pi5"}}""")]
    public async Task Work_that_waits_for_the_device_comes_first(string job)
    {
        await using var rig = await BenchmarkRig.StartAsync(1, Auto);
        await rig.AddNodeAsync("pi5", "ollama", "llama3.2:3b", "qwen3:8b");
        await rig.Core.SubmitAsync(job);

        Assert.Empty((await rig.SweepAsync()).Started);
    }

    [Fact]
    public async Task What_is_forbidden_or_was_measured_by_real_answers_is_not_measured()
    {
        await using var rig = await BenchmarkRig.StartAsync(1, Auto);
        await rig.AddNodeAsync("pi5", "ollama", "llama3.2:3b", "qwen3:8b");
        using var limits = await rig.Core.Http.PutAsync(new Uri("/v1/devices/pi5/limits", UriKind.Relative), new StringContent("""{"deny_models":["qwen3:8b"]}"""));
        Assert.Equal(HttpStatusCode.OK, limits.StatusCode);
        await rig.Core.SubmitAsync("""{"kind":"ollama.generate","payload":{"model":"llama3.2:3b","prompt":"x"}}""");
        await rig.RunOneAsync("ollama.generate", Metrics);

        Assert.Empty((await rig.SweepAsync()).Started);
    }

    [Fact]
    public async Task A_pair_that_failed_rests_and_does_not_keep_the_others_from_their_turn()
    {
        await using var rig = await BenchmarkRig.StartAsync(1, Auto);
        await rig.AddNodeAsync("pi5", "ollama", "llama3.2:3b", "qwen3:8b");
        await rig.SweepAsync();
        await rig.FailOneAsync(Kind);

        Assert.Equal("qwen3:8b", (await rig.SweepAsync()).Started.Single().Model);
        await rig.RunOneAsync(Kind, Metrics);
        Assert.Empty((await rig.SweepAsync()).Started);
        await rig.Database.ExecuteAsync("update benchmark_runs set ended_at = ended_at - interval '61 minutes'");
        Assert.Equal("llama3.2:3b", (await rig.SweepAsync()).Started.Single().Model);
    }

    [Fact]
    public async Task A_run_whose_job_was_never_stored_is_closed_and_does_not_block_its_device()
    {
        await using var rig = await BenchmarkRig.StartAsync(1, Auto);
        await rig.AddNodeAsync("pi5", "ollama", "llama3.2:3b", "qwen3:8b");
        await rig.Database.ExecuteAsync(
            "insert into benchmark_runs (job_id, device_id, provider, model_id, task_type, automatic) values (gen_random_uuid(), 'pi5', 'ollama', 'llama3.2:3b', 'generate', true)");
        Assert.Empty((await rig.SweepAsync()).Started);

        await rig.Database.ExecuteAsync("update benchmark_runs set created_at = now() - interval '11 minutes'");
        Assert.Equal("qwen3:8b", (await rig.SweepAsync()).Started.Single().Model);
    }

    [Fact]
    public async Task Old_measurements_are_forgotten()
    {
        await using var rig = await BenchmarkRig.StartAsync();
        await rig.AddNodeAsync("pi5", "ollama", "llama3.2:3b");
        await rig.Database.ExecuteAsync(
            "insert into benchmarks (device_id, provider, model_id, task_type, created_at) values ('pi5', 'ollama', 'm', 'generate', now() - interval '401 days'), ('pi5', 'ollama', 'm', 'generate', now() - interval '399 days')");

        await rig.SweepAsync();

        Assert.Equal(1, await rig.Database.ScalarAsync<long>("select count(*) from benchmarks"));
    }

    private static Task<long> CountAsync(BenchmarkRig rig) => rig.Database.ScalarAsync<long>("select count(*) from jobs");
}
