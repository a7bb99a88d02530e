using LlmMcp.SystemTests.Harness;
using LlmMcp.SystemTests.Scripted;
using Xunit.Abstractions;

namespace LlmMcp.SystemTests.Scenarios;

[Collection(ScenarioGroup.Name)]
public sealed class EverythingKilledTests(PostgresUnderTest postgres, ITestOutputHelper output)
{
    [Fact]
    public async Task Every_acknowledged_job_is_there_and_ends_after_everything_was_killed_at_once()
    {
        await using var hub = await Hub.StartAsync(postgres, output);
        hub.AddWorker();
        hub.AddWorker();
        var submitting = hub.SubmitAsync(Scale.Of(250, 5_000), i => new Script(50 + (i * 31 % 500)), clients: 16);
        for (var night = 1; night <= Scale.Of(1, 20); night++)
        {
            await hub.Audit.WaitForCountAsync("select count(*) from audit_ends", night * 30);
            foreach (var job in hub.Submitter.Acknowledged.Order().TakeLast(15))
            {
                hub.Follow(job);
            }

            await Task.WhenAll(hub.Workers.Select(static worker => worker.KillAsync()).Append(hub.Core.KillAsync()).Append(postgres.StopAsync()));
            await postgres.StartAsync();
            await hub.Core.StartAsync(hub.Http);
            foreach (var worker in hub.Workers)
            {
                worker.Start();
            }
        }

        await submitting;
        await hub.VerifyAsync();
    }
}
