using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;

namespace LlmMcp.Cli.Tests.Ask;

public sealed class AskResumeTests
{
    [Fact]
    public async Task A_broken_stream_is_resumed_behind_the_last_event_and_no_token_repeats()
    {
        var breaks = 0;
        string[] words = ["one ", "two ", "three ", "four ", "five"];
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(async stream =>
        {
            await stream.StatusAsync(FakeJob.Running());
            // Ids are the numbers of the words. The cut may swallow words that were sent: the client says where it is.
            for (var next = int.Parse(stream.ResumedAfter ?? "0"); next < words.Length; next++)
            {
                await stream.ResponseAsync(words[next], $"{next + 1}");
                if (next % 2 == 1 && Interlocked.Increment(ref breaks) <= 3)
                {
                    stream.Break();
                    return;
                }
            }

            await stream.StatusAsync(FakeJob.Done(string.Concat(words)));
        }));
        // A screen shows the pieces themselves; the stored answer only fills gaps, and there are none.
        var run = new CliRun { ScreenWidth = 80, Color = false, ReconnectTries = 9 }.With(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("ask", "Count"));
        // A third comes only when a cut swallowed words.
        Assert.True(breaks >= 2);
        Assert.Equal("one two three four five", run.Out.ToString().Trim());
        Assert.DoesNotContain("gaps", run.Error.ToString());
    }

    [Fact]
    public async Task A_stream_that_closes_without_a_final_status_is_opened_again()
    {
        var connections = 0;
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(stream =>
            stream.StatusAsync(Interlocked.Increment(ref connections) < 3 ? FakeJob.Running() : FakeJob.Done("Blue."))));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("ask", "Why?"));
        Assert.Equal(3, connections);
    }

    [Fact]
    public async Task A_silent_connection_is_given_up_and_replaced()
    {
        var connections = 0;
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(async stream =>
        {
            if (Interlocked.Increment(ref connections) == 1)
            {
                await stream.StatusAsync(FakeJob.Running());
                await stream.HoldAsync();
            }

            await stream.StatusAsync(FakeJob.Done("Blue."));
        }));
        var run = new CliRun { Silence = TimeSpan.FromMilliseconds(50) }.With(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("ask", "Why?"));
        Assert.True(connections >= 2);
    }

    [Fact]
    public async Task Tokens_lost_for_good_are_taken_from_the_stored_answer()
    {
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(async stream =>
        {
            await stream.ResponseAsync("one ");
            await stream.StatusAsync(FakeJob.Done("one two three"));
        }));
        var run = new CliRun { ScreenWidth = 80 }.With(core);

        await run.RunAsync("ask", "Count");

        Assert.Equal("one two three", run.Out.ToString().Trim());
    }

    [Fact]
    public async Task A_gap_in_the_middle_is_told_and_the_stored_answer_printed()
    {
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(async stream =>
        {
            await stream.ResponseAsync("one ");
            await stream.ResponseAsync("three");
            await stream.StatusAsync(FakeJob.Done("one two three"));
        }));
        var run = new CliRun { ScreenWidth = 80 }.With(core);

        await run.RunAsync("ask", "Count");

        Assert.EndsWith("one two three", run.Out.ToString().Trim());
        Assert.Contains("gaps", run.Error.ToString());
    }

    [Fact]
    public async Task A_new_attempt_starts_the_answer_anew_on_a_screen()
    {
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(FailOnceAsync));
        var run = new CliRun { ScreenWidth = 80, Color = false }.With(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("ask", "Why?"));
        Assert.Equal("Gre\nBlue.\n", run.Out.ToString().ReplaceLineEndings("\n"));
        Assert.Contains("attempt 2 starts anew", run.Error.ToString());
    }

    [Fact]
    public async Task A_pipe_never_sees_the_text_of_an_attempt_that_failed()
    {
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(FailOnceAsync));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("ask", "Why?"));
        Assert.Equal("Blue.\n", run.Out.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_core_that_stays_away_ends_the_command_and_names_the_job()
    {
        await using var core = await FakeCore.StartAsync(app => app.AcceptsRequests().Streams(stream =>
        {
            stream.Break();
            return Task.CompletedTask;
        }));
        var run = new CliRun { ReconnectTries = 2 }.With(core);

        Assert.Equal(ExitCodes.CoreUnreachable, await run.RunAsync("ask", "Why?"));
        Assert.Contains($"llm-mcp jobs watch {FakeJob.Id}", run.Error.ToString());
        Assert.Equal(3, core.Requests.Count(request => request.Path.EndsWith("/stream", StringComparison.Ordinal)));
    }

    private static async Task FailOnceAsync(EventStream stream)
    {
        await stream.ResponseAsync("Gre", "1");
        await stream.ResetAsync(2, "2");
        await stream.ResponseAsync("Blue.", "3");
        await stream.StatusAsync(FakeJob.Done("Blue."), "4");
    }
}
