using LlmMcp.SystemTests.Harness;
using LlmMcp.SystemTests.Scripted;
using Xunit.Abstractions;

namespace LlmMcp.SystemTests.Scenarios;

[Collection(ScenarioGroup.Name)]
public sealed class SoakTests(PostgresUnderTest postgres, ITestOutputHelper output)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(Scale.Of(6, 600));

    [Fact]
    public async Task Nothing_goes_wrong_while_everything_goes_wrong_for_a_while()
    {
        await using var hub = await Hub.StartAsync(postgres, output, cores: 2);
        var chance = new Random(4);
        foreach (var core in hub.Cores.Concat(hub.Cores))
        {
            hub.AddWorker(core);
        }

        using var enough = new CancellationTokenSource(Length, TimeProvider.System);
        var submitting = Task.WhenAll(Enumerable.Range(1, 4).Select(async client =>
        {
            for (var i = 1; !enough.IsCancellationRequested; i++)
            {
                var job = await hub.Submitter.SubmitAsync(new Script(20 + (i * client * 17 % 600), Fails: i % 40 == 0), maxAttempts: i % 40 == 0 ? 2 : 100);
                if (i % 5 == 0)
                {
                    hub.Follow(job);
                }
            }
        }));
        while (!enough.IsCancellationRequested)
        {
            await hub.Audit.WaitForCountAsync("select count(*) from jobs", hub.Submitter.Acknowledged.Count + chance.Next(5, 40), orUntil: submitting);
            await StrikeAsync(hub, chance.Next(6), chance);
        }

        await submitting;
        await hub.VerifyAsync();
    }

    [Fact]
    public async Task A_backlog_drains_to_the_last_job()
    {
        await using var hub = await Hub.StartAsync(postgres, output);
        var left = Scale.Of(20_000, 1_000_000);
        while (left > 0)
        {
            left -= (await hub.Submitter.SubmitEchoesAsync(Math.Min(left, 10_000))).Count;
        }

        hub.AddShippedWorker(new Dictionary<string, string> { ["WORKER_KINDS"] = "echo", ["WORKER_LEASE_SECONDS"] = "30" });
        await hub.VerifyAsync();
        Assert.Equal(["done 1"], await hub.Audit.ListAsync("select distinct format('%s %s', status, attempts) from jobs"));
    }

    private async Task StrikeAsync(Hub hub, int blow, Random chance)
    {
        var core = hub.Cores[chance.Next(hub.Cores.Count)];
        var worker = hub.Workers[chance.Next(hub.Workers.Count)];
        switch (blow)
        {
            case 0:
                await core.KillAsync();
                await core.StartAsync(hub.Http);
                break;
            case 1:
                await core.TerminateAsync();
                await core.StartAsync(hub.Http);
                break;
            case 2:
                await worker.TerminateAsync();
                worker.Start();
                break;
            case 3:
                await postgres.CrashAsync();
                break;
            default:
                await worker.KillAsync();
                worker.Start();
                break;
        }
    }
}
