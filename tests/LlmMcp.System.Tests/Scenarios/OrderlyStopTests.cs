using LlmMcp.SystemTests.Harness;
using LlmMcp.SystemTests.Scripted;
using Xunit.Abstractions;

namespace LlmMcp.SystemTests.Scenarios;

[Collection(ScenarioGroup.Name)]
public sealed class OrderlyStopTests(PostgresUnderTest postgres, ITestOutputHelper output)
{
    [Fact]
    public async Task A_worker_told_to_stop_finishes_what_it_runs()
    {
        await using var hub = await Hub.StartAsync(postgres, output);
        var worker = hub.AddWorker(environment: new Dictionary<string, string> { ["Worker__ShutdownGrace"] = "00:00:20" });
        var jobs = await hub.SubmitAsync(8, _ => new Script(1_500));
        await worker.WaitForStartsAsync(jobs.Count);
        hub.Follow(jobs[0]);
        await worker.TerminateAsync();

        // Nothing is left for anybody else: the results were recorded before it went.
        Assert.Equal(["done 1"], await hub.Audit.ListAsync("select distinct format('%s %s', status, attempts) from jobs"));
        await hub.VerifyAsync();
    }

    [Fact]
    public async Task A_worker_out_of_grace_gives_its_jobs_back_uncharged()
    {
        await using var hub = await Hub.StartAsync(postgres, output);
        var worker = hub.AddWorker(environment: new Dictionary<string, string> { ["Worker__ShutdownGrace"] = "00:00:00.3" });
        var jobs = await hub.SubmitAsync(8, _ => new Script(2_500), maxAttempts: 1);
        await worker.WaitForStartsAsync(jobs.Count);
        hub.Follow(jobs[0]);
        await worker.TerminateAsync();
        Assert.Equal(["queued 0 1"], await hub.Audit.ListAsync("select distinct format('%s %s %s', status, attempts, claim_no) from jobs"));

        hub.AddWorker();
        await hub.VerifyAsync();
        Assert.Equal(["done 1 2"], await hub.Audit.ListAsync("select distinct format('%s %s %s', status, attempts, claim_no) from jobs"));
    }

    [Fact]
    public async Task Clients_and_workers_get_through_a_restart_of_Core()
    {
        await using var hub = await Hub.StartAsync(postgres, output);
        var worker = hub.AddWorker();
        var submitting = hub.SubmitAsync(Scale.Of(80, 800), i => new Script(200 + (i * 29 % 800), Pieces: 10));
        await worker.WaitForStartsAsync(10);
        foreach (var job in hub.Submitter.Acknowledged.Order().TakeLast(20))
        {
            hub.Follow(job);
        }

        await hub.Core.TerminateAsync();
        await hub.Core.StartAsync(hub.Http);
        await submitting;
        await hub.VerifyAsync();
        Assert.Equal(["1"], await hub.Audit.ListAsync("select distinct attempts::text from jobs"));
        Assert.Equal(0, hub.Resets);
    }
}
