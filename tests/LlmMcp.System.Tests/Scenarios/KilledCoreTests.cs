using LlmMcp.SystemTests.Harness;
using LlmMcp.SystemTests.Scripted;
using Xunit.Abstractions;

namespace LlmMcp.SystemTests.Scenarios;

[Collection(ScenarioGroup.Name)]
public sealed class KilledCoreTests(PostgresUnderTest postgres, ITestOutputHelper output)
{
    [Fact]
    public async Task Workers_keep_what_they_hold_while_Core_is_killed_and_started_again()
    {
        await using var hub = await Hub.StartAsync(postgres, output);
        var workers = new[] { hub.AddWorker(), hub.AddWorker() };
        var jobs = await hub.SubmitAsync(12, _ => new Script(WorkerProcess.LeaseSeconds * 1_000, Pieces: 20));
        foreach (var job in jobs)
        {
            hub.Follow(job);
        }

        await Task.WhenAll(workers.Select(static worker => worker.WaitForStartsAsync(1)));
        await hub.Audit.WaitForCountAsync("select count(*) from jobs where status = 'running'", jobs.Count);
        await Task.WhenAll(workers.Select(worker => worker.WaitForStartsAsync(worker.Started)));
        await hub.Core.KillAsync();

        // Away for longer than the leases last: whoever still works must be heard before he is given up.
        await hub.Audit.WaitForCountAsync("select count(*) from jobs where lease_until < now()", jobs.Count);
        await hub.Core.StartAsync(hub.Http);

        await hub.VerifyAsync();
        Assert.Equal(["1"], await hub.Audit.ListAsync("select distinct attempts::text from jobs"));
        Assert.All(jobs, job => Assert.Equal(1, workers.Sum(worker => worker.StartsOf(job))));
        Assert.True(hub.Resumes >= jobs.Count, "The streams were to break with Core.");
        Assert.Equal(0, hub.Resets);
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_while_Core_is_killed_at_random()
    {
        await using var hub = await Hub.StartAsync(postgres, output);
        var chance = new Random(2);
        hub.AddWorker();
        hub.AddWorker();
        var submitting = hub.SubmitAsync(Scale.Of(200, 4_000), i => new Script(20 + (i * 53 % 400)));
        for (var kill = 1; kill <= Scale.Of(4, 40); kill++)
        {
            var seen = hub.Submitter.Acknowledged.Count;
            await hub.Audit.WaitForCountAsync("select count(*) from jobs", seen + chance.Next(10, 25), orUntil: submitting);
            foreach (var job in hub.Submitter.Acknowledged.Order().TakeLast(8))
            {
                hub.Follow(job);
            }

            await hub.Core.KillAsync();
            await hub.Core.StartAsync(hub.Http);
            if (submitting.IsCompleted)
            {
                break;
            }
        }

        await submitting;
        await hub.VerifyAsync();
    }
}
