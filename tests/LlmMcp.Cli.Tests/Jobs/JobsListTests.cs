using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;

namespace LlmMcp.Cli.Tests.Jobs;

public sealed class JobsListTests
{
    [Fact]
    public async Task A_pipe_gets_a_line_per_job_with_tabs_and_whole_ids()
    {
        await using var core = await StartAsync(FakeJob.Running(), FakeJob.Queued("0198c1f0-0000-7000-8000-000000000001"));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("jobs", "list"));
        var lines = run.Out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([FakeJob.Id, "running", "ollama.generate", "cli", "2026-01-02T03:04:05.0000000+00:00", "pi5"], lines[0].Split('\t'));
        Assert.StartsWith("0198c1f0-0000-7000-8000-000000000001\tqueued\t", lines[1]);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Lines_fit_the_screen_and_show_whole_ids(int width)
    {
        await using var core = await StartAsync(FakeJob.Running("a-device-with-quite-a-long-name.example.net"), FakeJob.Done("x"));
        var run = new CliRun { ScreenWidth = width, Color = false }.With(core);

        await run.RunAsync("jobs", "list");

        var lines = CliRun.Plain(run.Out.ToString()).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 1, width));
        Assert.Equal(2, lines.Count(line => line.Contains(FakeJob.Id, StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("running", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_passes_on_what_core_said()
    {
        await using var core = await FakeCore.StartAsync(app => app.Answers("GET", "/v1/jobs", $$"""{"jobs":[{{FakeJob.Running()}}],"next_after":"x","new_key":1}"""));
        var run = CliRun.Against(core);

        await run.RunAsync("jobs", "list", "--json");

        Assert.Equal(1, run.Json().GetProperty("new_key").GetInt32());
        Assert.Equal("running", run.Json().GetProperty("jobs")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Filters_become_the_query()
    {
        await using var core = await StartAsync();

        await CliRun.Against(core).RunAsync("jobs", "list", "--status", "error", "--kind", "a&b", "--source", "night", "--limit", "5", "--after", "x");

        Assert.Equal("?status=error&kind=a%26b&source=night&limit=5&after=x", core.Single("GET", "/v1/jobs").Query);
    }

    [Fact]
    public async Task More_jobs_are_announced_on_a_screen()
    {
        await using var core = await FakeCore.StartAsync(app => app.Answers("GET", "/v1/jobs", $$"""{"jobs":[{{FakeJob.Running()}}],"next_after":"the-next"}"""));
        var run = new CliRun { ScreenWidth = 100 }.With(core);

        await run.RunAsync("jobs", "list");

        Assert.Contains("--after the-next", run.Error.ToString());
    }

    [Fact]
    public async Task A_hostile_source_cannot_break_lines_columns_or_markup()
    {
        var job = FakeJob.Running().Replace("\"source\":\"cli\"", "\"source\":\"[red]x\\n\\ty\\u001b[0m\"", StringComparison.Ordinal);
        await using var core = await StartAsync(job);
        var pipe = CliRun.Against(core);
        var screen = new CliRun { ScreenWidth = 200, Color = false }.With(core);

        await pipe.RunAsync("jobs", "list");
        await screen.RunAsync("jobs", "list");

        Assert.Equal(6, Assert.Single(pipe.Out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)).Split('\t').Length);
        Assert.Contains("[red]x", screen.Out.ToString());
    }

    private static Task<FakeCore> StartAsync(params string[] jobs) =>
        FakeCore.StartAsync(app => app.Answers("GET", "/v1/jobs", $$"""{"jobs":[{{string.Join(',', jobs)}}]}"""));
}
