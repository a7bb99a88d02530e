using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;

namespace LlmMcp.Cli.Tests.Ask;

public sealed class AskStreamingTests
{
    [Fact]
    public async Task Tokens_appear_on_a_screen_before_the_answer_is_complete()
    {
        var run = new CliRun { ScreenWidth = 80 };
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(async stream =>
        {
            await stream.StatusAsync(FakeJob.Running());
            await stream.ResponseAsync("Because ");
            // The rest is sent only after the first piece has been shown: a command that waits for the end would hang here.
            await run.Out.AppearsAsync("Because ");
            await stream.ResponseAsync("of light.");
            await stream.StatusAsync(FakeJob.Done("Because of light."));
        }));

        Assert.Equal(ExitCodes.Ok, await run.With(core).RunAsync("ask", "Why?"));
        Assert.Equal("Because of light.\n", run.Out.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_pipe_gets_the_answer_alone_and_the_facts_go_to_standard_error()
    {
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(async stream =>
        {
            await stream.ThinkingAsync("hmm");
            await stream.ResponseAsync("Blue.");
            await stream.StatusAsync(FakeJob.Done("Blue."));
        }));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("ask", "Why?"));
        Assert.Equal("Blue.\n", run.Out.ToString().ReplaceLineEndings("\n"));
        var facts = run.Error.ToString();
        Assert.Contains("tiny:1b · pi5 · 12 in, 34 out", facts);
        Assert.Contains("0.00000$", facts);
        Assert.DoesNotContain("hmm", facts);
        Assert.DoesNotContain('\u001b', facts);
    }

    [Fact]
    public async Task Thoughts_are_dimmed_and_kept_out_of_the_answer()
    {
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(ThinkThenAnswerAsync));
        var run = new CliRun { ScreenWidth = 80 }.With(core);

        await run.RunAsync("ask", "Why?");

        Assert.Contains("\u001b[2mlet me see\u001b[22m", run.Error.ToString());
        Assert.Equal("Blue.\n", run.Out.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task No_thinking_asks_for_none_and_shows_none()
    {
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(ThinkThenAnswerAsync));
        var run = new CliRun { ScreenWidth = 80 }.With(core);

        await run.RunAsync("ask", "--no-thinking", "Why?");

        Assert.DoesNotContain("let me see", run.Error.ToString());
        Assert.False(core.Single("POST", "/v1/llm/request").Body.GetProperty("thinking").GetBoolean());
    }

    [Fact]
    public async Task Thinking_shows_thoughts_also_when_errors_go_into_a_file()
    {
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(ThinkThenAnswerAsync));
        var run = CliRun.Against(core);

        await run.RunAsync("ask", "--thinking", "Why?");

        Assert.StartsWith("let me see", run.Error.ToString());
        Assert.Equal("Blue.\n", run.Out.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Without_color_nothing_is_dimmed()
    {
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(ThinkThenAnswerAsync));
        var run = new CliRun { ScreenWidth = 80, Color = false }.With(core);

        await run.RunAsync("ask", "Why?");

        Assert.DoesNotContain("\u001b[2m", run.Error.ToString());
        Assert.Contains("let me see", run.Error.ToString());
    }

    [Fact]
    public async Task Facts_fit_a_narrow_screen()
    {
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(stream => stream.StatusAsync(FakeJob.Done("Blue."))));
        var run = new CliRun { ScreenWidth = 40, Color = false }.With(core);

        await run.RunAsync("ask", "Why?");

        var lines = run.Error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.StartsWith("tiny:1b", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 40));
    }

    [Fact]
    public async Task Escape_sequences_of_a_model_never_reach_a_screen()
    {
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(async stream =>
        {
            await stream.ResponseAsync(@"red \u001b[31malert\u0007");
            await stream.StatusAsync(FakeJob.Done("red \u001b[31malert\u0007"));
        }));
        var screen = new CliRun { ScreenWidth = 80 }.With(core);
        var pipe = CliRun.Against(core);

        await screen.RunAsync("ask", "Why?");
        await pipe.RunAsync("ask", "Why?");

        Assert.Equal("red [31malert", screen.Out.ToString().Trim());
        Assert.Equal("red \u001b[31malert\u0007", pipe.Out.ToString().Trim());
    }

    [Fact]
    public async Task No_stream_asks_again_until_the_job_has_ended()
    {
        var calls = 0;
        await using var core = await FakeCore.StartAsync(app =>
        {
            app.AcceptsRequests();
            app.MapGet("/v1/jobs/{id}", () => Results.Text(
                Interlocked.Increment(ref calls) < 3 ? FakeJob.Running() : FakeJob.Done("Blue."), "application/json"));
        });
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("ask", "--no-stream", "Why?"));
        Assert.Equal("Blue.", run.Out.ToString().Trim());
        Assert.False(core.Single("POST", "/v1/llm/request").Body.GetProperty("stream").GetBoolean());
        Assert.DoesNotContain(core.Requests, request => request.Path.EndsWith("/stream", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"workers":[]}""", "[]", "The job waits: no worker is online. `llm-mcp doctor` says what to start or set.")]
    [InlineData("""{"workers":[{"status":"online"}]}""", """[{"id":"extra:pi5","status":"online"}]""", "The job waits: no online node has nope now.")]
    [InlineData("""{"workers":[{"status":"online"}]}""", """[{"id":"cloud:openai","provider":"openai","status":"online"}]""", "The job waits: no online node has nope now. No node is online: `llm-mcp doctor` says what to start or set.")]
    [InlineData("""{"workers":[{"status":"offline","kinds":[]},{"status":"online","kinds":["echo"]}]}""", "[]", "The job waits: no worker that is online serves ollama.generate. Set WORKER_KINDS of one to it, or to nothing for all.")]
    public async Task A_question_that_waits_is_told_why(string workers, string devices, string expected)
    {
        var run = new CliRun { QueuePatience = TimeSpan.Zero };
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests()
            .Answers("GET", "/v1/workers", workers)
            .Answers("GET", "/v1/devices", $$"""{"devices":{{devices}}}""")
            .Answers("GET", "/v1/jobs/{id}", FakeJob.Queued().Replace("\"priority\"", "\"route\":{\"reasons\":[\"no online node has nope now\"]},\"priority\"", StringComparison.Ordinal))
            .Streams(async stream =>
            {
                await stream.StatusAsync(FakeJob.Queued());
                await run.Error.AppearsAsync(expected);
                await stream.StatusAsync(FakeJob.Done("Blue."));
            }));

        Assert.Equal(ExitCodes.Ok, await run.With(core).RunAsync("ask", "Why?"));
    }

    private static async Task ThinkThenAnswerAsync(EventStream stream)
    {
        await stream.ThinkingAsync("let me ");
        await stream.ThinkingAsync("see");
        await stream.ResponseAsync("Blue.");
        await stream.StatusAsync(FakeJob.Done("Blue."));
    }
}
