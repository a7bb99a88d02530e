using LlmMcp.Cli.CommandLine;
using LlmMcp.Cli.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LlmMcp.Cli.Tests.Jobs;

public sealed class JobsChangeTests
{
    [Fact]
    public async Task Cancel_says_what_it_canceled()
    {
        await using var core = await FakeCore.StartAsync(app => app.CancelsJobs());
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("jobs", "cancel", FakeJob.Id));
        Assert.Equal($"canceled {FakeJob.Id}", run.Out.ToString().Trim());
    }

    [Fact]
    public async Task Canceling_a_finished_job_fails_with_its_reason()
    {
        await using var core = await FakeCore.StartAsync(app => app.Answers(
            "DELETE", "/v1/jobs/{id}", """{"error":"already_final","message":"The job is done."}""", 409));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Failed, await run.RunAsync("jobs", "cancel", FakeJob.Id));
        Assert.Contains("The job is done. (already_final)", run.Error.ToString());
    }

    [Fact]
    public async Task One_refused_job_does_not_keep_the_others_from_their_turn()
    {
        await using var core = await FakeCore.StartAsync(app => app.MapDelete("/v1/jobs/{id}", (string id) => id == "b"
            ? Results.Text("""{"error":"not_found","message":"No such job."}""", "application/json", statusCode: 404)
            : Results.Text("{}", "application/json")));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Failed, await run.RunAsync("jobs", "cancel", "a", "b", "c"));
        Assert.Equal("canceled a\ncanceled c", run.Out.ToString().ReplaceLineEndings("\n").Trim());
        Assert.Contains("b: No such job.", run.Error.ToString());
    }

    [Fact]
    public async Task Retry_prints_the_new_id()
    {
        await using var core = await FakeCore.StartAsync(app => app.Answers("POST", "/v1/jobs/{id}/retry", """{"job_id":"new","retried_from":"old"}""", 202));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync("jobs", "retry", "old"));
        Assert.Equal("new", run.Out.ToString().Trim());
        core.Single("POST", "/v1/jobs/old/retry");
    }

    [Fact]
    public async Task Submit_sends_kind_payload_and_what_was_said()
    {
        await using var core = await StartAsync();
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Ok, await run.RunAsync(
            "jobs", "submit", "echo", """{"a":[1,"ж"]}""", "--priority", "5", "--max-attempts", "2", "--deadline", "2026-12-31T18:00:00+01:00", "--timeout", "9"));
        Assert.Equal(FakeJob.Id, run.Out.ToString().Trim());
        Assert.Equal(
            """{"kind":"echo","payload":{"a":[1,"ж"]},"source":"cli","priority":5,"max_attempts":2,"deadline_at":"2026-12-31T17:00:00.0000000Z","timeout_seconds":9}""",
            core.Single("POST", "/v1/jobs").Body.GetRawText());
    }

    [Fact]
    public async Task Submit_reads_its_payload_from_a_file_and_from_standard_input()
    {
        await using var core = await StartAsync();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """{"from":"file"}""");
            await CliRun.Against(core).RunAsync("jobs", "submit", "echo", $"@{file}");
            await new CliRun { Input = """{"from":"pipe"}""" }.With(core).RunAsync("jobs", "submit", "echo", "-");
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Equal(["file", "pipe"], core.Requests.Select(request => request.Body.GetProperty("payload").GetProperty("from").GetString()));
    }

    [Theory]
    [InlineData("{not json", "not JSON: line 1, byte 2.")]
    [InlineData("@/no/such/file.json", "/no/such/file.json")]
    public async Task A_payload_that_cannot_be_read_is_a_usage_error_and_nothing_is_sent(string payload, string why)
    {
        await using var core = await StartAsync();
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.Usage, await run.RunAsync("jobs", "submit", "echo", payload));
        Assert.Contains(why, run.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(core.Requests);
    }

    [Fact]
    public async Task Submit_and_wait_shows_the_job_and_exits_4_when_it_failed()
    {
        await using var core = await FakeCore.StartAsync(app => app
            .Answers("POST", "/v1/jobs", $$"""{"job_id":"{{FakeJob.Id}}"}""", 202)
            .Answers("GET", "/v1/jobs/{id}", FakeJob.Failed("boom")));
        var run = CliRun.Against(core);

        Assert.Equal(ExitCodes.JobNotDone, await run.RunAsync("jobs", "submit", "echo", "--wait"));
        Assert.Contains("boom", run.Out.ToString());
    }

    private static Task<FakeCore> StartAsync() => FakeCore.StartAsync(app => app.Answers("POST", "/v1/jobs", $$"""{"job_id":"{{FakeJob.Id}}"}""", 202));
}
