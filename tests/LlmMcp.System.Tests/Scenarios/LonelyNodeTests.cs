using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Faults;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Pace;
using LlmMcp.SystemTests.Checks;
using LlmMcp.SystemTests.Fleet;
using LlmMcp.SystemTests.Harness;
using Xunit.Abstractions;

namespace LlmMcp.SystemTests.Scenarios;

/// <summary>One machine and nothing else: what is sick or away is waited for.</summary>
[Collection(ScenarioGroup.Name)]
public sealed class LonelyNodeTests(PostgresUnderTest postgres, ITestOutputHelper output)
{
    private const string Model = "llama3.2:1b";

    private static readonly FleetOptions OneNode = new()
    {
        JournalLength = 100_000,
        Nodes =
        [
            new SimulatedNodeOptions
            {
                Name = "only",
                Models = [ModelCatalog.Get(Model)],
                Paces = new Dictionary<string, ModelPace> { [Model] = new(TokensPerSecond: 400, PromptTokensPerSecond: 50_000) },
                NumParallel = 32,
            },
        ],
    };

    [Fact]
    public async Task A_crowd_waits_while_one_probe_finds_out_whether_a_sick_node_is_well()
    {
        var crowd = Scale.Of(100, 1_000);
        await using var stage = await FleetStage.StartAsync(OneNode);
        await using var hub = await StartAsync(stage);
        var node = stage.Nodes.Nodes.Single();
        await node.BreakAsync(new Fault { Kind = FaultKind.Error });
        var audit = new FleetAudit(hub, stage);
        await audit.InstallAsync();
        var jobs = await SubmitAsync(hub, crowd);
        await hub.Audit.WaitForCountAsync("select count(*) from device_circuits where state = 'open'", 1);
        await hub.Audit.WaitForCountAsync("select count(*) from jobs where status = 'queued'", crowd);

        // Still sick: the probe fails, and nobody else tries.
        var before = node.Requests.Count;
        await audit.AgeCircuitsAsync();
        await hub.Audit.WaitForCountAsync("select count(*) from audit_circuit_moves where state = 'probing'", 1);
        await hub.Audit.WaitForCountAsync("select count(*) from device_circuits where state = 'open'", 1);
        Assert.Equal(before + 1, node.Requests.Count);

        // The worker with the probe dies: the probe is lost, not the node.
        await node.RepairAllAsync();
        var hang = await node.BreakAsync(new Fault { Kind = FaultKind.Hang });
        await audit.AgeCircuitsAsync();
        await hub.Audit.WaitForCountAsync("select count(*) from device_circuits where state = 'probing'", 1);
        var holder = (await hub.Audit.ListAsync("select worker_id from jobs where status = 'running'")).Single();
        await hub.Workers.Single(worker => worker.Id == holder).KillAsync();
        await node.RepairAsync(hang);
        await hub.Audit.WaitForCountAsync("select count(*) from device_circuits where state <> 'probing'", 1);
        await audit.AgeCircuitsAsync();

        await hub.VerifyAsync();
        output.WriteLine(await audit.JudgeAsync(jobs));
        Assert.Equal(["closed"], await hub.Audit.ListAsync("select state from device_circuits"));
    }

    [Fact]
    public async Task Jobs_wait_for_the_only_machine_while_it_reboots()
    {
        await using var stage = await FleetStage.StartAsync(OneNode);
        await using var hub = await StartAsync(stage);
        var node = stage.Nodes.Nodes.Single();
        var audit = new FleetAudit(hub, stage);
        await audit.InstallAsync();
        var jobs = await SubmitAsync(hub, Scale.Of(60, 1_000));
        await hub.Audit.WaitForCountAsync("select count(*) from audit_ends", 10);

        await stage.SwitchOffAsync(node);
        await hub.Audit.WaitForCountAsync("select count(*) from devices where status = 'offline'", 1);
        await hub.Audit.WaitForCountAsync("select (count(*) = 0)::integer::bigint from jobs where status = 'running'", 1);
        var more = await SubmitAsync(hub, 5, first: 100_001);
        await stage.SwitchOnAsync(node);

        // The machine is well, and nobody waits for the end of a rest to find that out.
        await hub.VerifyAsync();
        output.WriteLine(await audit.JudgeAsync(jobs.Concat(more).ToDictionary()));
        Assert.DoesNotContain(node.Requests, static request => request.End is null);
    }

    private async Task<Hub> StartAsync(FleetStage stage)
    {
        var hub = await Hub.StartAsync(postgres, output, cores: 2, coreEnvironment: new Dictionary<string, string>(stage.CoreSettings) { ["OPENROUTER_API_KEY"] = "" });
        foreach (var core in hub.Cores)
        {
            hub.AddShippedWorker(new Dictionary<string, string> { ["WORKER_COUNT"] = "8" }, core);
        }

        await stage.WaitForDevicesAsync(hub);
        return hub;
    }

    private static async Task<IReadOnlyDictionary<Guid, (int Number, Wish Wish)>> SubmitAsync(Hub hub, int jobs, int first = 1)
    {
        var wishes = new Dictionary<Guid, (int Number, Wish Wish)>();
        foreach (var number in Enumerable.Range(first, jobs))
        {
            // As callers send them: with the attempts they get when they say nothing.
            var wish = number % 2 == 0
                ? new Wish("named", "/v1/jobs", new { kind = "ollama.generate", payload = new { model = Model, prompt = JobTag.Of(number), options = new { num_predict = 10 } } }) { Cloud = CloudUse.Never, Model = Model }
                : new Wish("turbo", "/v1/llm/request", new { quality = "turbo", prompt = JobTag.Of(number), max_tokens = 10 }) { Cloud = CloudUse.Never, Tiers = ["tiny"] };
            wishes.Add(await hub.Submitter.SubmitAsync(wish.Path, wish.Body), (number, wish));
        }

        return wishes;
    }
}
