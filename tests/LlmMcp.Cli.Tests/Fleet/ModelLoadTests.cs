using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;

namespace LlmMcp.Cli.Tests.Fleet;

public sealed class ModelLoadTests
{
    [Fact]
    public async Task A_model_is_loaded_where_and_for_how_long_one_says()
    {
        await using var core = await StartAsync("""{"id":"j1","status":"done"}""");
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("models", "load", "a", "pi5", "--keep-alive", "10m"));

        Assert.Equal("a:latest is loaded on extra:pi5", run.Out.ToString().Trim());
        Assert.Equal("""{"model":"a","keep_alive":"10m"}""", core.Single("POST", "/v1/devices/extra:pi5/models/load").Body.GetRawText());
    }

    [Fact]
    public async Task A_model_is_unloaded_and_nobody_waits_who_need_not()
    {
        await using var core = await StartAsync("""{"id":"j1","status":"queued"}""");
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("models", "unload", "a", "pi5", "--no-wait"));

        Assert.Equal("j1", run.Out.ToString().Trim());
        Assert.Equal("""{"model":"a"}""", core.Single("POST", "/v1/devices/extra:pi5/models/unload").Body.GetRawText());
    }

    [Fact]
    public async Task A_load_that_failed_is_shown_and_is_no_success()
    {
        await using var core = await StartAsync("""{"id":"j1","status":"error","error":"model requires more system memory"}""");
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.JobNotDone, await run.RunAsync("models", "load", "a", "pi5"));

        Assert.Contains("more system memory", run.Out.ToString(), StringComparison.Ordinal);
    }

    private static Task<FakeCore> StartAsync(string job) => FakeCore.StartAsync(app => app
        .Answers("GET", "/v1/devices", """{"devices":[{"id":"extra:pi5","name":"pi5"}]}""")
        .Answers("GET", "/v1/jobs/j1", job)
        .Answers("POST", "/v1/devices/extra:pi5/models/load", """{"job_id":"j1","device_id":"extra:pi5","model":"a:latest","kind":"ollama.generate"}""")
        .Answers("POST", "/v1/devices/extra:pi5/models/unload", """{"job_id":"j1","device_id":"extra:pi5","model":"a:latest","kind":"ollama.generate"}"""));
}
