using System.Text.Json;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LlmMcp.Cli.Tests.Jobs;

public sealed class JobsWatchTests
{
    [Fact]
    public async Task A_watched_job_tells_each_change_once_and_ends_with_the_job()
    {
        await using var core = await StartAsync(FakeJob.Done("Blue."));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("jobs", "watch", FakeJob.Id));
        var text = run.Out.ToString().ReplaceLineEndings("\n");
        Assert.StartsWith("queued\nrunning on pi5\ndone on pi5\n\n", text);
        Assert.EndsWith("Blue.\n", text);
    }

    [Fact]
    public async Task A_watched_job_that_fails_exits_4()
    {
        await using var core = await StartAsync(FakeJob.Failed("boom"));

        Assert.Equal(ExitCodes.JobNotDone, await CliRun.Against(core).RunAsync("jobs", "watch", FakeJob.Id));
    }

    [Fact]
    public async Task Json_is_one_job_per_change_and_line()
    {
        await using var core = await StartAsync(FakeJob.Done("Blue."));
        var run = CliRun.Against(core);

        await run.RunAsync("jobs", "watch", FakeJob.Id, "--json");

        var statuses = run.Out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("status").GetString());
        Assert.Equal(["queued", "running", "done"], statuses);
    }

    [Fact]
    public async Task An_unknown_job_is_refused_at_once()
    {
        await using var core = await FakeCore.StartAsync(app => app.Answers(
            "GET", "/v1/jobs/{id}", """{"error":"not_found","message":"No such job."}""", 404));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Failed, await run.RunAsync("jobs", "watch", "nope"));
        Assert.Contains("No such job. (not_found)", run.Error.ToString());
    }

    [Fact]
    public async Task Ctrl_C_leaves_a_watched_job_alone()
    {
        using var interrupt = new CancellationTokenSource();
        await using var core = await FakeCore.StartAsync(app => app.Answers("GET", "/v1/jobs/{id}", FakeJob.Queued()).Streams(async stream =>
        {
            await stream.StatusAsync(FakeJob.Queued());
            await interrupt.CancelAsync();
            await stream.HoldAsync();
        }));

        Assert.Equal(ExitCodes.Interrupted, await CliRun.Against(core).RunAsync(interrupt.Token, "jobs", "watch", FakeJob.Id));
        Assert.DoesNotContain(core.Requests, request => request.Method == "DELETE");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(80)]
    public async Task The_queue_is_watched_until_ctrl_c(int? width)
    {
        using var interrupt = new CancellationTokenSource();
        var calls = 0;
        await using var core = await FakeCore.StartAsync(app => app.MapGet("/v1/jobs", () => Results.Text(
            $$"""{"jobs":[{{(Interlocked.Increment(ref calls) < 3 ? FakeJob.Running() : FakeJob.Done("x"))}}]}""", "application/json")));
        var run = new CliRun { ScreenWidth = width, Color = false }.With(core);

        var watching = run.RunAsync(interrupt.Token, "jobs", "watch");
        await run.Out.AppearsAsync("done");
        await interrupt.CancelAsync();

        Assert.Equal(ExitCodes.Ok, await watching);
        Assert.Contains("running", run.Out.ToString());
    }

    [Fact]
    public async Task Show_prints_the_facts_and_the_answer()
    {
        await using var core = await FakeCore.StartAsync(app => app.Answers("GET", "/v1/jobs/{id}", FakeJob.Done("Blue.")));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("jobs", "show", FakeJob.Id));
        Assert.Contains("attempts      1 of 3", run.Out.ToString());
        Assert.Contains("""{"model":"tiny:1b"}""", run.Out.ToString());
        Assert.EndsWith("Blue.", run.Out.ToString().TrimEnd());
        Assert.DoesNotContain('\u001b', run.Out.ToString());
    }

    private static Task<FakeCore> StartAsync(string end) => FakeCore.StartAsync(app => app.Answers("GET", "/v1/jobs/{id}", FakeJob.Queued()).Streams(async stream =>
    {
        await stream.StatusAsync(FakeJob.Queued());
        await stream.StatusAsync(FakeJob.Queued());
        await stream.StatusAsync(FakeJob.Running());
        await stream.StatusAsync(end);
    }));
}
