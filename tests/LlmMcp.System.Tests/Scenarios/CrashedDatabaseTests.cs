using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.SystemTests.Harness;
using LlmMcp.SystemTests.Scripted;
using Xunit.Abstractions;

namespace LlmMcp.SystemTests.Scenarios;

[Collection(ScenarioGroup.Name)]
public sealed class CrashedDatabaseTests(PostgresUnderTest postgres, ITestOutputHelper output)
{
    // Longer than an outage here, so that no lease runs out only because the database was away.
    private static readonly Dictionary<string, string> LongLease = new() { ["WORKER_LEASE_SECONDS"] = "20" };

    [Fact]
    public async Task Nothing_is_lost_while_the_database_crashes_under_load()
    {
        await using var hub = await Hub.StartAsync(postgres, output, cores: 2);
        hub.AddWorker(hub.Cores[0], environment: LongLease);
        hub.AddWorker(hub.Cores[1], environment: LongLease);
        var submitting = hub.SubmitAsync(Scale.Of(200, 4_000), i => new Script(50 + (i * 53 % 700), Pieces: 10));
        for (var crash = 1; crash <= Scale.Of(2, 30); crash++)
        {
            await hub.Audit.WaitForCountAsync("select count(*) from audit_ends", crash * Scale.Of(25, 80));
            foreach (var job in hub.Submitter.Acknowledged.Order().TakeLast(12))
            {
                hub.Follow(job);
            }

            await postgres.CrashAsync();
        }

        await submitting;
        await hub.VerifyAsync();
    }

    [Fact]
    public async Task A_claim_is_nobody_elses_although_the_database_crashes_right_after_it()
    {
        await using var hub = await Hub.StartAsync(postgres, output);
        var workers = new[] { hub.AddWorker(environment: LongLease), hub.AddWorker(environment: LongLease) };
        for (var round = 1; round <= Scale.Of(2, 30); round++)
        {
            var started = workers.Sum(static worker => worker.Started);
            // In one transaction: a submit between the claims would bring them to the disk along with itself.
            var jobs = await hub.Submitter.SubmitTogetherAsync(14, new Script(2_000, Pieces: 40));
            foreach (var job in jobs)
            {
                hub.Follow(job);
            }

            await workers[round % 2].WaitForStartsAsync(workers[round % 2].Started + 1);
            await postgres.CrashAsync();
            await hub.Audit.WaitUntilAllEndedAsync();
            Assert.True(workers.Sum(static worker => worker.Started) >= started + jobs.Count);
        }

        await hub.VerifyAsync();

        // The crash took neither a claim nor what was said under it: each run that began is on record, and was the only one. A
        // claim that was committed in the moment of the crash, so that nobody heard of it, is back in the queue uncharged.
        Assert.Empty(await hub.Audit.ListAsync("select id::text from jobs where attempts > 1"));
        Assert.All(hub.Submitter.Acknowledged, job => Assert.Equal(1, workers.Sum(worker => worker.StartsOf(job))));
        Assert.InRange(hub.Resets, 0, await hub.Audit.CountAsync("select count(*) from job_attempts where status = 'released'"));
    }

    [Fact]
    public async Task A_claim_nobody_heard_of_is_back_in_the_queue_before_the_next_one()
    {
        await using var hub = await Hub.StartAsync(postgres, output);
        var held = await hub.Submitter.SubmitAsync(new Script(0));
        Assert.Equal((held, 1, 1), Read(await ClaimAsync(hub)));
        var unheard = await hub.Submitter.SubmitAsync(new Script(0));

        // Commits reach the disk and wait there for a standby that does not exist: their answers never come.
        await hub.Audit.ExecuteAsync("alter system set synchronous_standby_names = 'nobody'");
        await hub.Audit.ExecuteAsync("select pg_reload_conf()");
        var lost = ClaimAsync(hub);
        try
        {
            await hub.Audit.WaitForCountAsync("select count(*) from pg_stat_activity where wait_event = 'SyncRep' and query like 'update jobs%'", 1);
        }
        finally
        {
            await hub.Audit.ExecuteAsync("alter system reset synchronous_standby_names");
            await postgres.CrashAsync();
        }

        // To the caller it was a long wait or an outage; what it asks for next is what was lost, as a new claim that costs no attempt.
        var next = await lost is { ValueKind: JsonValueKind.Object } job ? job : await ClaimAsync(hub);
        Assert.Equal((unheard, 2, 1), Read(next));
        Assert.True(await CompleteAsync(hub, held, claim: 1));
        Assert.False(await CompleteAsync(hub, unheard, claim: 1));
        Assert.True(await CompleteAsync(hub, unheard, claim: 2));
        await hub.VerifyAsync();
    }

    [Fact]
    public async Task Streams_and_claims_go_on_while_connections_to_the_database_are_cut()
    {
        await using var hub = await Hub.StartAsync(postgres, output, cores: 2);
        hub.AddWorker(hub.Cores[0], environment: LongLease);
        hub.AddWorker(hub.Cores[1], environment: LongLease);
        var submitting = hub.SubmitAsync(Scale.Of(150, 3_000), i => new Script(50 + (i * 53 % 500), Pieces: 10));
        var listeners = 0L;
        for (var cut = 1; cut <= Scale.Of(10, 100); cut++)
        {
            await hub.Audit.WaitForCountAsync("select count(*) from audit_ends", cut * Scale.Of(10, 25));
            foreach (var job in hub.Submitter.Acknowledged.Order().TakeLast(4))
            {
                hub.Follow(job);
            }

            listeners += await hub.Audit.CountAsync(cut % 2 == 0 ? CutListeners : CutAny);
        }

        Assert.True(listeners > 0, "Nothing was cut.");
        await submitting;
        await hub.VerifyAsync();
    }

    [Fact]
    public async Task A_stream_on_a_Core_that_listens_no_more_still_shows_the_answer()
    {
        await using var hub = await Hub.StartAsync(postgres, output, cores: 2);
        var worker = hub.AddWorker(hub.Cores[0]);
        var job = await hub.Submitter.SubmitAsync(new Script(3_000, Pieces: 30));
        hub.Follow(job, on: hub.Cores[1]);
        await worker.WaitForStartsAsync(1);
        Assert.Equal(2, await hub.Audit.CountAsync(CutListeners));

        await hub.VerifyAsync();
        Assert.Equal(0, hub.Resumes);
    }

    // One job for the worker "by-hand"; null when there was none in time.
    private static async Task<JsonElement> ClaimAsync(Hub hub)
    {
        var answer = await PostAsync(hub, "claim", new { worker_id = "by-hand", kinds = new[] { ScriptedExecutor.Kind }, lease_seconds = 600, wait_seconds = 30 });
        return answer.GetProperty("job");
    }

    private static (Guid Id, long Claim, int Attempts) Read(JsonElement job) =>
        (job.GetProperty("id").GetGuid(), job.GetProperty("claim_no").GetInt64(), job.GetProperty("attempts").GetInt32());

    private static async Task<bool> CompleteAsync(Hub hub, Guid job, long claim) =>
        (await PostAsync(hub, "complete", new { worker_id = "by-hand", job_id = job, claim_no = claim, result = new { claim_no = claim, worker = "by-hand" } }))
        .GetProperty("ok").GetBoolean();

    private static async Task<JsonElement> PostAsync(Hub hub, string call, object body)
    {
        using var response = await hub.Http.PostAsJsonAsync(new Uri(hub.Core.HttpAddress, $"/v1/workers/{call}"), body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private const string CutListeners =
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and query = 'listen llm_mcp'";

    // A third of all connections of the Cores, whatever they are doing.
    private const string CutAny =
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and application_name = 'llm-mcp' and pid % 3 = 0";
}
