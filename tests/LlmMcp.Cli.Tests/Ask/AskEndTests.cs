using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;
using LlmMcp.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LlmMcp.Cli.Tests.Ask;

public sealed class AskEndTests
{
    [Fact]
    public async Task Ctrl_C_cancels_the_job_and_exits_130()
    {
        using var interrupt = new CancellationTokenSource();
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().CancelsJobs().Streams(async stream =>
        {
            await stream.StatusAsync(FakeJob.Running());
            await interrupt.CancelAsync();
            await stream.HoldAsync();
        }));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Interrupted, await run.RunAsync(interrupt.Token, "ask", "Why?"));
        Assert.Single(core.Requests, request => request.Method == "DELETE" && request.Path == $"/v1/jobs/{FakeJob.Id}");
        Assert.Contains($"Interrupted; the job {FakeJob.Id} was canceled.", run.Error.ToString());
    }

    [Fact]
    public async Task Ctrl_C_while_the_request_is_on_its_way_still_cancels_the_job()
    {
        using var interrupt = new CancellationTokenSource();
        await using var core = await FakeCore.StartAsync(app =>
        {
            app.CancelsJobs();
            app.MapPost("/v1/llm/request", async () =>
            {
                await interrupt.CancelAsync();
                return Results.Text($$"""{"job_id":"{{FakeJob.Id}}"}""", "application/json", statusCode: 202);
            });
        });

        Assert.Equal(ExitCodes.Interrupted, await CliRun.Against(core).RunAsync(interrupt.Token, "ask", "Why?"));
        Assert.Single(core.Requests, request => request.Method == "DELETE");
    }

    [Fact]
    public async Task Interrupted_with_json_leaves_one_json_object()
    {
        using var interrupt = new CancellationTokenSource();
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().CancelsJobs().Streams(async stream =>
        {
            await stream.StatusAsync(FakeJob.Running());
            await interrupt.CancelAsync();
            await stream.HoldAsync();
        }));
        var run = CliRun.Against(core);

        await run.RunAsync(interrupt.Token, "ask", "--json", "Why?");

        Assert.Equal("interrupted", run.Json().GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_timeout_cancels_the_job_and_exits_4()
    {
        var time = new FakeTimeProvider();
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().CancelsJobs().Streams(async stream =>
        {
            await stream.StatusAsync(FakeJob.Queued());
            time.Advance(TimeSpan.FromSeconds(1));
            await stream.HoldAsync();
        }));
        var run = new CliRun { Time = time }.With(core);

        Assert.Equal(ExitCodes.JobNotDone, await run.RunAsync("ask", "--timeout", "1", "Why?"));
        Assert.Single(core.Requests, request => request.Method == "DELETE");
        Assert.Contains("No answer within 1 s", run.Error.ToString());
    }

    [Fact]
    public async Task A_job_that_failed_exits_4_with_its_reason()
    {
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(stream => stream.StatusAsync(FakeJob.Failed("model exploded"))));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.JobNotDone, await run.RunAsync("ask", "Why?"));
        Assert.Contains("failed after 3 of 3 attempts: model exploded", run.Error.ToString());
        Assert.Empty(run.Out.ToString());
    }

    [Fact]
    public async Task A_job_canceled_by_others_exits_4()
    {
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(stream => stream.StatusAsync(FakeJob.Canceled())));

        Assert.Equal(ExitCodes.JobNotDone, await CliRun.Against(core).RunAsync("ask", "Why?"));
    }

    [Fact]
    public async Task Nothing_listening_exits_3_and_names_the_way_out()
    {
        var run = new CliRun().With("LLM_MCP_URL", "http://127.0.0.1:1");

        Assert.Equal(ExitCodes.CoreUnreachable, await run.RunAsync("ask", "Why?"));
        Assert.Contains("Core does not answer at http://127.0.0.1:1: connection refused.", run.Error.ToString());
        Assert.Contains("LLM_MCP_URL", run.Error.ToString());
    }

    [Fact]
    public async Task A_refusal_shows_code_message_and_hint()
    {
        await using var core = await FakeCore.StartAsync(app => app.Answers(
            "POST", "/v1/llm/request", """{"error":"routing_failed","message":"no_eligible_device"}""", 400));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Failed, await run.RunAsync("ask", "Why?"));
        Assert.Contains("error no_eligible_device (routing_failed)", run.Error.ToString());
        Assert.Contains("llm-mcp doctor", run.Error.ToString());
    }

    [Fact]
    public async Task A_refusal_with_json_is_one_object_on_standard_output()
    {
        await using var core = await FakeCore.StartAsync(app => app.Answers(
            "POST", "/v1/llm/request", """{"error":"unauthorized","message":"key needed"}""", 401));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Failed, await run.RunAsync("ask", "--json", "Why?"));
        Assert.Equal("unauthorized", run.Json().GetProperty("error").GetString());
        Assert.Contains("LLM_MCP_KEY", run.Json().GetProperty("hint").GetString());
        Assert.Empty(run.Error.ToString());
    }

    [Fact]
    public async Task Something_that_is_not_core_is_recognised()
    {
        await using var core = await FakeCore.StartAsync(app => app.MapFallback(() => Results.Text("404 page not found", statusCode: 404)));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Failed, await run.RunAsync("ask", "Why?"));
        Assert.Contains("not_core", run.Error.ToString());
    }
}
