using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LlmMcp.Cli.Tests.Bench;

public sealed class BenchTests
{
    private const string Accepted =
        """
        {"job_ids":["j1","j2"],"kind":"benchmark.ollama.generate",
         "jobs":[{"job_id":"j1","device_id":"extra:pi5","model":"a:1b"},{"job_id":"j2","device_id":"extra:pi5","model":"b:3b"}],
         "skipped":[{"device_id":"extra:pi5","model":"huge:70b","reason":"model_params_too_large"}]}
        """;

    [Fact]
    public async Task A_run_waits_for_its_figures()
    {
        await using var core = await StartAsync(done: "j1 j2");
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("bench", "run", "--device", "pi5", "--runs", "2"));
        Assert.Equal("""{"device_id":"extra:pi5","runs":2}""", core.Single("POST", "/v1/benchmarks/run").Body.GetRawText());
        Assert.Equal(
            ["extra:pi5\ta:1b\tdone\t42.5\t1200 ms\t128\t", "extra:pi5\tb:3b\tdone\t42.5\t1200 ms\t128\t"],
            run.Out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("not measured: huge:70b on extra:pi5: model_params_too_large", run.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_measurement_is_told_and_the_others_count()
    {
        await using var core = await StartAsync(done: "j2");
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.JobNotDone, await run.RunAsync("bench", "run", "--all", "--json"));
        Assert.Equal("""{"devices":"all","runs":1}""", core.Single("POST", "/v1/benchmarks/run").Body.GetRawText());
        var jobs = run.Json().GetProperty("jobs");
        Assert.Equal(("error", "node is gone"), (jobs[0].GetProperty("status").GetString(), jobs[0].GetProperty("error").GetString()));
        Assert.Equal(42.5, jobs[1].GetProperty("tokens_per_second").GetDouble());
        Assert.Single(run.Json().GetProperty("skipped").EnumerateArray());
    }

    [Fact]
    public async Task Without_waiting_the_ids_are_printed()
    {
        await using var core = await StartAsync(done: "");
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("bench", "run", "--model", "a:1b", "--no-wait"));
        Assert.Equal(["j1", "j2"], run.Out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task An_interrupted_run_cancels_what_is_not_done()
    {
        using var interrupted = new CancellationTokenSource();
        await using var core = await FakeCore.StartAsync(app =>
        {
            app.Answers("POST", "/v1/benchmarks/run", Accepted).CancelsJobs();
            app.MapGet("/v1/jobs/{id}", async (string id, HttpContext context) =>
            {
                if (id == "j2")
                {
                    await interrupted.CancelAsync();
                    await new EventStream(context).HoldAsync();
                }

                return Results.Text(Job(id, "done"), "application/json");
            });
        });

        Assert.Equal(ExitCodes.Interrupted, await CliRun.Against(core).RunAsync(interrupted.Token, "bench", "run", "--all"));
        Assert.Equal("/v1/jobs/j2", Assert.Single(core.Requests, static request => request.Method == "DELETE").Path);
    }

    [Theory]
    [InlineData("bench", "run")]
    [InlineData("bench", "run", "--all", "--device", "pi5")]
    [InlineData("bench", "run", "--all", "--runs", "101")]
    public async Task What_to_measure_must_be_said(params string[] arguments) => Assert.Equal(ExitCodes.Usage, await new CliRun().RunAsync(arguments));

    [Fact]
    public async Task Measurements_are_listed_and_compared()
    {
        await using var core = await FakeCore.StartAsync(app => app
            .Answers("GET", "/v1/benchmarks", """{"items":[{"device_id":"pi5","model_id":"a:1b","task_type":"generate","tokens_in":5,"tokens_out":128,"latency_ms":12345,"tps":10.04,"created_at":"2026-01-02T03:04:05Z","load_ms":800}]}""")
            .Answers("GET", "/v1/benchmarks/compare", """{"items":[{"device_id":"pi5","model_id":"a:1b","task_type":"generate","runs":4,"latest":{"tps":12,"latency_ms":900},"earlier":{"tps":10,"latency_ms":1000},"tps_change_pct":20,"trend":"faster"},{"device_id":"new","model_id":"a:1b","trend":"new","runs":1}]}"""));
        var (list, compare) = (CliRun.Against(core), CliRun.Against(core));

        await list.RunAsync("bench", "list", "--device", "pi5", "-n", "5");
        await compare.RunAsync("bench", "compare", "--model", "a:1b");

        Assert.Equal("?limit=5&device_id=pi5", core.Single("GET", "/v1/benchmarks").Query);
        Assert.StartsWith("pi5\ta:1b\tgenerate\t10.0\t12.3 s\t800 ms\t5\t128\t", list.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            ["pi5\ta:1b\tgenerate\t4\t12.0\t10.0\t+20 %\t900 ms\t1000 ms\tfaster", "new\ta:1b\t\t1\t\t\t\t\t\tnew"],
            compare.Out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    private static Task<FakeCore> StartAsync(string done) => FakeCore.StartAsync(app =>
    {
        app.Answers("POST", "/v1/benchmarks/run", Accepted).Answers("GET", "/v1/devices", """{"devices":[{"id":"extra:pi5","name":"pi5"}]}""");
        app.MapGet("/v1/jobs/{id}", (string id) => Results.Text(Job(id, done.Contains(id, StringComparison.Ordinal) ? "done" : "error"), "application/json"));
    });

    private static string Job(string id, string status) => status == "done"
        ? $$$"""{"id":"{{{id}}}","status":"done","result":{"ok":true,"tps":42.5,"latency_ms":1200,"tokens_out":128}}"""
        : $$"""{"id":"{{id}}","status":"error","error":"node is gone"}""";
}
