using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Core;
using LlmMcp.SystemTests.Checks;
using LlmMcp.SystemTests.Harness;
using LlmMcp.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmMcp.SystemTests.Scenarios;

/// <summary>A Core in this process, because its clock is to be wrong: leases, deadlines and backoffs are the database's business.</summary>
[Collection(ScenarioGroup.Name)]
public sealed class ClockJumpTests(PostgresUnderTest postgres) : IAsyncLifetime
{
    private const string Kind = "test.clock";
    private readonly JumpingClock clock = new();
    private readonly HttpClient http = new();
    private WebApplication? core;
    private Audit? audit;

    public async Task InitializeAsync()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Core:HttpAddress"] = $"127.0.0.1:{FreePort.Next()}",
            ["Core:GrpcAddress"] = $"127.0.0.1:{FreePort.Next()}",
            ["ConnectionStrings:llmdb"] = connectionString,
            ["Fleet:OllamaBaseUrl"] = "",
            ["Discovery:Tailscale"] = "0",
        });
        builder.AddCore();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        core = builder.Build();
        core.MapCore();
        await core.StartAsync();
        http.BaseAddress = new Uri($"http://{builder.Configuration["Core:HttpAddress"]}");
        audit = new Audit(connectionString);
        await audit.InstallAsync();
    }

    public async Task DisposeAsync()
    {
        await core!.DisposeAsync();
        http.Dispose();
    }

    [Theory]
    [InlineData(6)]
    [InlineData(-6)]
    public async Task A_clock_that_jumps_by_hours_ends_no_lease_and_no_deadline_early_or_late(int hours)
    {
        // A far deadline, by the database's clock, that a clock hours ahead believes to be over.
        var held = await SubmitAsync(deadlineSeconds: 3_600);
        await ClaimAsync(held, leaseSeconds: 600);
        clock.Offset = TimeSpan.FromHours(hours);

        // A near one, that a clock hours behind believes to be far; its end shows that a round of upkeep went by.
        var late = await SubmitAsync(deadlineSeconds: 2);
        await audit!.WaitForCountAsync($"select count(*) from jobs where id = '{late}' and status = 'error' and error_class = 'deadline_exceeded'", 1);
        Assert.Equal(1, await audit.CountAsync($"select count(*) from jobs where id = '{late}' and finished_at between deadline_at and deadline_at + interval '10 s'"));

        // A lease that runs out does so now, and only that one; a heartbeat counts from the database's now.
        var left = await SubmitAsync(deadlineSeconds: 3_600);
        await ClaimAsync(left, leaseSeconds: 1);
        await audit.WaitForCountAsync($"select count(*) from jobs where id = '{left}' and status = 'queued' and attempts = 1", 1);
        Assert.True((await PostAsync("/v1/workers/heartbeat", new { worker_id = "w", job_id = held, claim_no = 1, extend_seconds = 300 })).GetProperty("ok").GetBoolean());
        Assert.Equal(1, await audit.CountAsync($"select count(*) from jobs where id = '{held}' and status = 'running' and lease_until - now() between interval '290 s' and interval '300 s'"));

        // A backoff of about a second is over after about a second.
        await ClaimAsync(left, leaseSeconds: 600);
        Assert.True((await PostAsync("/v1/workers/fail", new { worker_id = "w", job_id = left, claim_no = 2, error = "again" })).GetProperty("ok").GetBoolean());
        await ClaimAsync(left, leaseSeconds: 600);

        foreach (var (job, claim) in new[] { (held, 1), (left, 3) })
        {
            Assert.True((await PostAsync("/v1/workers/complete", new { worker_id = "w", job_id = job, claim_no = claim, result = new { ok = true } })).GetProperty("ok").GetBoolean());
        }

        await audit.VerifyAsync([held, late, left]);
    }

    private async Task<Guid> SubmitAsync(int deadlineSeconds)
    {
        var deadline = (await audit!.ListAsync($"select to_char((now() + interval '{deadlineSeconds} s') at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')")).Single();
        var answer = await PostAsync("/v1/jobs", new { kind = deadlineSeconds > 60 ? Kind : "test.nobody", payload = new { }, deadline_at = deadline, max_attempts = 5 });
        return answer.GetProperty("job_id").GetGuid();
    }

    private async Task ClaimAsync(Guid job, int leaseSeconds)
    {
        var answer = await PostAsync("/v1/workers/claim", new { worker_id = "w", kinds = new[] { Kind }, lease_seconds = leaseSeconds, wait_seconds = 30 });
        Assert.Equal(job, answer.GetProperty("job").GetProperty("id").GetGuid());
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
