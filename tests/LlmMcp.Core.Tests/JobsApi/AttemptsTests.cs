using System.Net;
using System.Text.Json;
using LlmMcp.Core.Tests.Jobs.Rig;
using LlmMcp.Core.Tests.JobsApi.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Core.Tests.JobsApi;

public sealed class AttemptsTests : CoreTest
{
    [Fact]
    public async Task A_job_tells_how_its_attempts_ended_the_latest_first()
    {
        var job = await Core.SubmitAsync("""{"kind":"my.kind","payload":{"model":"m","prompt":"long"},"max_attempts":3}""");
        Assert.Empty(await AttemptsAsync(job));

        var claim = await ClaimAsync();
        Assert.Empty(await AttemptsAsync(job));
        await Core.PostForJsonAsync("/v1/workers/fail", $$"""{"worker_id":"w","job_id":"{{job}}","claim_no":{{claim}},"error":"it broke"}""");
        await Database.ExecuteAsync("update jobs set run_at = null");
        await Core.PostForJsonAsync("/v1/workers/complete", $$"""{"worker_id":"w","job_id":"{{job}}","claim_no":{{await ClaimAsync()}},"result":{"ok":true},"metrics":{"ms":5} }""");

        var attempts = await AttemptsAsync(job);
        Assert.Equal(["2 done ", "1 error it broke"], attempts.Select(static attempt =>
            $"{attempt.GetProperty("claim_no")} {attempt.GetProperty("status").GetString()} {(attempt.TryGetProperty("error", out var error) ? error.GetString() : "")}"));
        Assert.Equal("w", attempts[0].GetProperty("worker_id").GetString());
        Assert.True(attempts[0].GetProperty("started_at").GetDateTime() <= attempts[0].GetProperty("finished_at").GetDateTime());
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("nonsense")]
    public async Task An_unknown_job_has_none(string id)
    {
        using var answer = await Core.Http.GetAsync($"/v1/jobs/{id}/attempts");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&status=queued")]
    public async Task A_brief_list_leaves_out_what_is_long(string more)
    {
        await Core.SubmitAsync("""{"kind":"echo","payload":{"model":"m","prompt":"very long"}}""");
        await Core.SubmitAsync("""{"kind":"echo","payload":"no object"}""");

        var jobs = (await Core.GetJsonAsync($"/v1/jobs?brief=1{more}")).GetProperty("jobs").EnumerateArray().ToList();
        var whole = (await Core.GetJsonAsync($"/v1/jobs?limit=2{more}")).GetProperty("jobs").EnumerateArray().ToList();

        Assert.Equal(["{}", """{"model": "m"}"""], jobs.Select(static job => job.GetProperty("payload").GetRawText()));
        Assert.Equal("very long", whole[1].GetProperty("payload").GetProperty("prompt").GetString());
    }

    [Fact]
    public async Task A_brief_list_leaves_out_results()
    {
        var job = await Core.SubmitAsync("""{"kind":"my.kind"}""");
        await Core.PostForJsonAsync("/v1/workers/complete", $$"""{"worker_id":"w","job_id":"{{job}}","claim_no":{{await ClaimAsync()}},"result":{"ok":true} }""");

        var done = Assert.Single((await Core.GetJsonAsync("/v1/jobs?brief=1&status=done")).GetProperty("jobs").EnumerateArray());
        Assert.False(done.TryGetProperty("result", out _));
    }

    private async Task<List<JsonElement>> AttemptsAsync(Guid job) => [.. (await Core.GetJsonAsync($"/v1/jobs/{job}/attempts")).GetProperty("attempts").EnumerateArray()];

    private async Task<long> ClaimAsync() =>
        (await Core.PostForJsonAsync("/v1/workers/claim", """{"worker_id":"w","kinds":["my.kind"],"lease_seconds":60,"wait_seconds":10}""")).GetProperty("job").GetProperty("claim_no").GetInt64();
}
