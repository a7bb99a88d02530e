using LlmMcp.SystemTests.Harness;
using LlmMcp.SystemTests.Scripted;
using Xunit.Abstractions;

namespace LlmMcp.SystemTests.Scenarios;

[Collection(ScenarioGroup.Name)]
public sealed class TwoCoresTests(PostgresUnderTest postgres, ITestOutputHelper output)
{
    [Fact]
    public async Task A_stream_on_one_Core_shows_what_a_worker_of_the_other_says()
    {
        await using var hub = await Hub.StartAsync(postgres, output, cores: 2);
        hub.AddWorker(hub.Cores[0]);
        hub.AddWorker(hub.Cores[1]);
        foreach (var job in await hub.SubmitAsync(Scale.Of(30, 300), i => new Script(300 + (i * 40), Pieces: 20)))
        {
            hub.Follow(job, on: hub.Cores[0]);
            hub.Follow(job, on: hub.Cores[1]);
        }

        await hub.VerifyAsync();
        Assert.Equal((0, 0), (hub.Resumes, hub.Resets));
    }

    [Fact]
    public async Task Everything_goes_on_when_one_of_two_Cores_is_killed()
    {
        await using var hub = await Hub.StartAsync(postgres, output, cores: 2);
        var (dying, living) = (hub.Cores[0], hub.Cores[1]);
        var orphan = hub.AddWorker(dying);
        hub.AddWorker(living);
        var submitting = hub.SubmitAsync(Scale.Of(120, 2_000), i => new Script(100 + (i * 41 % 500), Pieces: 10));
        await hub.Audit.WaitForCountAsync("select count(*) from audit_ends", 20);
        await orphan.WaitForStartsAsync(5);
        foreach (var job in hub.Submitter.Acknowledged.Order().TakeLast(20))
        {
            hub.Follow(job);
        }

        await dying.KillAsync();
        await submitting;
        await hub.Audit.WaitUntilAllEndedAsync();

        // Back again, with a worker whose jobs were redone meanwhile.
        await dying.StartAsync(hub.Http);
        hub.Follow(await hub.Submitter.SubmitAsync(new Script(100)));
        await hub.VerifyAsync();
    }
}
