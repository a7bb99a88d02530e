using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.SystemTests.Harness;
using LlmMcp.SystemTests.Scripted;
using Xunit.Abstractions;

namespace LlmMcp.SystemTests.Scenarios;

[Collection(ScenarioGroup.Name)]
public sealed class ZombieWorkerTests(PostgresUnderTest postgres, ITestOutputHelper output)
{
    [Fact]
    public async Task A_worker_that_wakes_after_its_lease_changes_nothing()
    {
        await using var hub = await Hub.StartAsync(postgres, output);
        var zombie = hub.AddWorker();
        var jobs = await hub.SubmitAsync(8, _ => new Script(1_500, Pieces: 10));
        foreach (var job in jobs)
        {
            hub.Follow(job);
        }

        await zombie.WaitForStartsAsync(jobs.Count);
        zombie.Current.Send(Signal.Freeze);
        var living = hub.AddWorker();
        await living.WaitForStartsAsync(jobs.Count);

        // Awake while the jobs run elsewhere: its runs come to their end and it tells so.
        zombie.Current.Send(Signal.Thaw);
        await hub.VerifyAsync();
        Assert.Equal([$"done 2 2 {living.Id}"], await hub.Audit.ListAsync("select distinct format('%s %s %s %s', status, attempts, claim_no, worker_id) from jobs"));
    }

    [Fact]
    public async Task Late_reports_over_HTTP_are_refused_with_and_without_claim_no()
    {
        await using var hub = await Hub.StartAsync(postgres, output);
        var job = await hub.Submitter.SubmitAsync(new Script(3_000));
        hub.Follow(job);
        Assert.Equal(job, (await PostAsync(hub, "claim", new { worker_id = "late", kinds = new[] { ScriptedExecutor.Kind }, lease_seconds = 1, wait_seconds = 10 })).GetProperty("job").GetProperty("id").GetGuid());

        // It never reports in time: first another runs the job, then it has ended.
        var worker = hub.AddWorker();
        await worker.WaitForStartsAsync(1);
        await RefuseAllAsync(hub, job);
        await hub.VerifyAsync();
        await RefuseAllAsync(hub, job);
        await hub.VerifyAsync();
        Assert.Equal([$"done 2 2 {worker.Id}"], await hub.Audit.ListAsync("select format('%s %s %s %s', status, attempts, claim_no, worker_id) from jobs"));
    }

    private static async Task RefuseAllAsync(Hub hub, Guid job)
    {
        foreach (var claimNo in new[] { 1L, 0L })
        {
            (string Call, object Report)[] reports =
            [
                ("complete", new { worker_id = "late", job_id = job, claim_no = claimNo, result = new { ok = true, response = "late" } }),
                ("fail", new { worker_id = "late", job_id = job, claim_no = claimNo, error = "late" }),
                ("release", new { worker_id = "late", job_id = job, claim_no = claimNo }),
                ("heartbeat", new { worker_id = "late", job_id = job, claim_no = claimNo, extend_seconds = 60 }),
            ];
            foreach (var (call, report) in reports)
            {
                var answer = await PostAsync(hub, call, report);
                Assert.Equal((call, false, "lease_lost"), (call, answer.GetProperty("ok").GetBoolean(), answer.GetProperty("reason").GetString()));
            }
        }
    }

    private static async Task<JsonElement> PostAsync(Hub hub, string call, object body)
    {
        using var answer = await hub.Http.PostAsJsonAsync(new Uri(hub.Core.HttpAddress, $"/v1/workers/{call}"), body);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
