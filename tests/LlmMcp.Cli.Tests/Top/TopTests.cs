using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LlmMcp.Cli.Tests.Top;

public sealed class TopTests
{
    [Fact]
    public async Task A_pipe_gets_one_picture_in_lines_with_tabs()
    {
        await using var core = await StartAsync(FakeDashboard.Busy());
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("top"));

        Assert.Equal(
            [
                $"core\t{core.Url}\t2026-01-02T03:04:05Z\t1\t2\t0.0125",
                "queue\t12\t3\t75.5 s\t1\t3/8\t40\t2",
                "kind\tollama.generate\t12\t1",
                "issue\tHost 'h1' offline (last seen 1m ago)[2J",
                "node\th1\tonline\t2/4\tok\ttiny:1b\t12 ms\t3",
                "node\th2:11434\toffline\t0/1\tdegraded\t\t\t0",
                "node\th2:11435\toffline\t0/1\tok\t\t\t0",
                "node\topenai\tonline\t1/20\tok\t\t\t",
                "job\t1m\th1:11434\tm[b]:1b\tollama.generate\t12.5\t0198c1f0-2f4e-7c3a-9b1d-6a5e4d3c2b01\t1\tme",
            ],
            run.Out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Single(core.Requests);
    }

    [Fact]
    public async Task A_simulated_node_says_so()
    {
        await using var core = await StartAsync(FakeDashboard.Quiet.Replace(
            "\"hosts\":[]",
            """
            "devices":[{"id":"sim:a","simulated":true},{"id":"b","simulated":false}],"hosts":[{"name":"notebook-of-somebody:21434","nodes":[{"device_id":"sim:a"}]},{"name":"b","nodes":[{"device_id":"b"}]}]
            """,
            StringComparison.Ordinal));
        var run = new CliRun { ScreenWidth = 80 }.With(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("top", "--once"));
        Assert.Contains("notebook-of-somebody:21434 (simulated)", run.Out.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("b (simulated)", run.Out.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("top", "--json")]
    [InlineData("top", "--once", "--json")]
    public async Task Json_passes_on_what_core_said_once(params string[] arguments)
    {
        await using var core = await StartAsync(FakeDashboard.Busy());
        var run = new CliRun { ScreenWidth = 80 }.With(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync(arguments));
        Assert.Equal(1, run.Json().GetProperty("new_key").GetInt32());
    }

    [Fact]
    public async Task One_picture_on_a_screen_shows_everything_and_leaves_the_screen_as_it_was()
    {
        await using var core = await StartAsync(FakeDashboard.Busy(issues: 40));
        var run = new CliRun { ScreenWidth = 120 }.With(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("top", "--once"));

        var text = CliRun.Plain(run.Out.ToString());
        Assert.DoesNotContain('\u001b', text);
        Assert.Contains("h40", text, StringComparison.Ordinal);
        Assert.Contains("■■□□ 2/4", text, StringComparison.Ordinal);
        Assert.Contains("m[b]:1b", text, StringComparison.Ordinal);
        Assert.Contains("queued 12 (oldest 1m)  running 1  40/min  errors 2/min  today 0.01250$  slots 3/8", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_when_core_is_away_recovers_and_leaves_with_ctrl_c()
    {
        using var interrupt = new CancellationTokenSource();
        var away = false;
        await using var core = await FakeCore.StartAsync(app => app.MapGet("/v1/dashboard", () => Volatile.Read(ref away)
            ? Results.Text("""{"error":"database_unavailable","message":"The database is away."}""", "application/json", statusCode: 503)
            : Results.Text(FakeDashboard.Quiet, "application/json")));
        var run = new CliRun { ScreenWidth = 80, Color = false }.With(core);

        var running = run.RunAsync(interrupt.Token, "top");
        await run.Out.AppearsAsync("● all is well");
        Volatile.Write(ref away, true);
        await run.Out.AppearsAsync("● Core is away");
        var before = run.Out.ToString().Length;
        Volatile.Write(ref away, false);
        await run.Out.AppearsAsync("● all is well", before);
        await interrupt.CancelAsync();

        Assert.Equal(ExitCodes.Ok, await running);
        Assert.Contains("The database is away.", run.Out.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\u001b[?25h\u001b[?1049l", run.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_core_that_is_not_there_yet_is_waited_for_on_a_screen_and_an_error_elsewhere()
    {
        using var interrupt = new CancellationTokenSource();
        var screen = new CliRun { ScreenWidth = 80 }.With("LLM_MCP_URL", "http://127.0.0.1:1");
        var pipe = new CliRun().With("LLM_MCP_URL", "http://127.0.0.1:1");

        var running = screen.RunAsync(interrupt.Token, "top");
        await screen.Out.AppearsAsync("Core is away");
        await interrupt.CancelAsync();

        Assert.Equal(ExitCodes.Ok, await running);
        Assert.Equal(ExitCodes.CoreUnreachable, await pipe.RunAsync("top"));
    }

    [Fact]
    public async Task A_key_that_is_refused_ends_it_and_gives_the_screen_back()
    {
        await using var core = await FakeCore.StartAsync(app => app.Answers("GET", "/v1/dashboard", """{"error":"unauthorized","message":"No."}""", 401));
        var run = new CliRun { ScreenWidth = 80 }.With(core);

        Assert.Equal(ExitCodes.Failed, await run.RunAsync("top"));
        Assert.EndsWith("\u001b[?1049l", run.Out.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.1")]
    [InlineData("soon")]
    public async Task An_interval_out_of_range_is_a_usage_error(string interval) =>
        Assert.Equal(ExitCodes.Usage, await new CliRun().RunAsync("top", "--interval", interval));

    private static Task<FakeCore> StartAsync(string dashboard) => FakeCore.StartAsync(app => app.Answers("GET", "/v1/dashboard", dashboard));
}
