using LlmMcp.SystemTests.Harness;
using LlmMcp.SystemTests.Scripted;
using Xunit.Abstractions;

namespace LlmMcp.SystemTests.Scenarios;

[Collection(ScenarioGroup.Name)]
public sealed class KilledWorkersTests(PostgresUnderTest postgres, ITestOutputHelper output)
{
    [Fact]
    public async Task Every_job_ends_once_while_workers_are_killed_at_random()
    {
        await using var hub = await Hub.StartAsync(postgres, output);
        var chance = new Random(1);
        for (var i = 0; i < Scale.Of(3, 6); i++)
        {
            hub.AddWorker();
        }

        var jobs = await hub.SubmitAsync(Scale.Of(150, 3_000), i => new Script(50 + (i * 37 % 250)));
        foreach (var job in jobs.Where((_, i) => i % 5 == 0))
        {
            hub.Follow(job);
        }

        for (var kill = 0; kill < Scale.Of(6, 60); kill++)
        {
            var victim = hub.Workers[chance.Next(hub.Workers.Count)];
            // In the middle of its work, unless there is none left.
            await Task.WhenAny(victim.WaitForStartsAsync(victim.Started + 1 + chance.Next(5)), hub.Audit.WaitUntilAllEndedAsync());
            await victim.KillAsync();
            victim.Start();
        }

        await hub.VerifyAsync();
    }

    [Fact]
    public async Task A_job_that_kills_its_worker_each_time_ends_in_error_after_its_attempts()
    {
        await using var hub = await Hub.StartAsync(postgres, output);
        var job = await hub.Submitter.SubmitAsync(new Script(10, Kills: true), maxAttempts: 3);
        hub.Follow(job);
        var worker = hub.AddWorker();
        for (var life = 1; life <= 3; life++)
        {
            await worker.Current.WaitForExitAsync();
            worker.Start();
        }

        await hub.VerifyAsync();
        Assert.Equal(["error 3 lost"], await hub.Audit.ListAsync("select format('%s %s %s', status, attempts, error_class) from jobs"));
        Assert.Equal(3, worker.StartsOf(job));
    }
}
