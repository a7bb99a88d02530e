using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Pace;
using LlmMcp.SystemTests.Harness;
using Xunit.Abstractions;

namespace LlmMcp.SystemTests.Scenarios;

/// <summary>Jobs of models on simulated nodes. The nodes would take more at once than their slots allow: only Core holds it back.</summary>
[Collection(ScenarioGroup.Name)]
public sealed class ModelSlotsTests(PostgresUnderTest postgres, ITestOutputHelper output) : IAsyncLifetime
{
    private const string Model = "llama3.2:1b";
    private const int Slots = 2;
    private SimulatedFleet? fleet;

    public async Task InitializeAsync() => fleet = await SimulatedFleet.StartAsync(new FleetOptions
    {
        Nodes = [.. Enumerable.Range(1, 3).Select(static n => new SimulatedNodeOptions
        {
            Name = $"node-{n}",
            Models = [ModelCatalog.Get(Model)],
            Paces = new Dictionary<string, ModelPace> { [Model] = new(TokensPerSecond: 60, PromptTokensPerSecond: 5_000) },
            NumParallel = 16,
        })],
    });

    public async Task DisposeAsync() => await fleet!.DisposeAsync();

    [Fact]
    public async Task No_node_ever_runs_more_than_its_slots_whatever_is_killed()
    {
        await using var hub = await Hub.StartAsync(postgres, output, coreEnvironment: new Dictionary<string, string>
        {
            ["Fleet__OllamaBaseUrl"] = "",
            ["Fleet__SimulatedEndpoints"] = string.Join(',', fleet!.Nodes.Select(static node => node.BaseUrl)),
            ["DEVICE_MAX_CONCURRENCY"] = $"{Slots}",
            ["Fleet__ProbeInterval"] = "00:00:02",
        });
        // Leases longer than any outage here: one that ran out under a living worker would free a slot before its call has ended.
        var settings = new Dictionary<string, string> { ["WORKER_KINDS"] = "ollama.generate", ["WORKER_COUNT"] = "6", ["WORKER_LEASE_SECONDS"] = "60" };
        hub.AddShippedWorker(settings);
        hub.AddShippedWorker(settings);
        await hub.Audit.WaitForCountAsync("select count(*) from device_slots s join devices d on d.id = s.device_id where d.status = 'online'", fleet.Nodes.Count * Slots);
        await Parallel.ForEachAsync(Enumerable.Range(0, Scale.Of(60, 1_000)), async (i, _) => hub.Follow(await hub.Submitter.SubmitAsync(new
        {
            kind = "ollama.generate",
            payload = new { model = Model, prompt = $"Say something about number {i}.", options = new { num_predict = 20 + (i % 40), seed = i } },
            max_attempts = 50,
        })));

        var chance = new Random(3);
        for (var blow = 0; blow < Scale.Of(5, 50); blow++)
        {
            await hub.Audit.WaitForCountAsync("select count(*) from audit_ends", (blow + 1) * 8);
            switch (blow % 3)
            {
                case 0:
                    var victim = hub.Workers[chance.Next(hub.Workers.Count)];
                    await victim.KillAsync();
                    victim.Start();
                    break;
                case 1:
                    await hub.Core.KillAsync();
                    await hub.Core.StartAsync(hub.Http);
                    break;
                default:
                    await postgres.CrashAsync();
                    break;
            }
        }

        await hub.VerifyAsync();
        Assert.Equal(["done"], await hub.Audit.ListAsync("select distinct status from jobs"));
        Assert.All(fleet.Nodes, static node => Assert.InRange(node.Snapshot().MaxRunningSeen, 1, Slots));
    }
}
