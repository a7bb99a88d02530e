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

    // As callers may set it, and short enough for the cloud to be asked when a crowd is in line.
    private const int AttemptSeconds = 3;

    [Fact]
    public async Task A_crowd_waits_while_one_probe_finds_out_whether_a_sick_node_is_well()
    {
        var crowd = Scale.Of(100, 1_000);
        await using var stage = await FleetStage.StartAsync(OneNode(tokensPerSecond: 400));
        await using var hub = await StartAsync(stage, cloud: false);
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
        await using var stage = await FleetStage.StartAsync(OneNode(tokensPerSecond: 400));
        await using var hub = await StartAsync(stage, cloud: false);
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

    [Fact]
    public async Task Who_would_wait_longer_than_an_attempt_may_take_goes_to_the_cloud_if_he_may()
    {
        await using var stage = await FleetStage.StartAsync(OneNode(tokensPerSecond: 40));
        await using var hub = await StartAsync(stage, cloud: true);
        var audit = new FleetAudit(hub, stage);
        await audit.InstallAsync();

        // How fast it is must be known first: waiting is expected from what was measured.
        var jobs = new Dictionary<Guid, (int Number, Wish Wish)>(await SubmitAsync(hub, 6, LocalOnly));
        await hub.Audit.WaitUntilAllEndedAsync();
        Assert.Empty(stage.Cloud.Calls);

        // Ten seconds of work for two slots, from people who want no cloud, and behind them some who do not mind.
        AddRange(await SubmitAsync(hub, 40, LocalOnly, first: 101));
        await hub.Audit.WaitForCountAsync("select count(*) from audit_ends", 10);
        AddRange(await SubmitAsync(hub, 10, static number => Quality(number, new { prefer_local = true }, CloudUse.Never), first: 201));
        AddRange(await SubmitAsync(hub, 20, static number => Quality(number, null, CloudUse.InNeed), first: 301));
        await hub.Audit.WaitUntilAllEndedAsync();

        // How many went depends on how quickly this machine submits them. Nobody is in line any more.
        var calm = stage.Cloud.Calls.Count;
        AddRange(await SubmitAsync(hub, 2, static number => Quality(number, null, CloudUse.InNeed), first: 401));
        await hub.VerifyAsync();
        output.WriteLine(await audit.JudgeAsync(jobs));
        Assert.InRange(calm, 1, 20);
        Assert.Equal(calm, stage.Cloud.Calls.Count);
        await AssertTheLineWasLongAsync(hub);

        void AddRange(IReadOnlyDictionary<Guid, (int Number, Wish Wish)> more)
        {
            foreach (var (id, wish) in more)
            {
                jobs.Add(id, wish);
            }
        }
    }

    /// <summary>Whenever a job went to the cloud, somebody who was in line for the node then still was half an attempt's time later.</summary>
    private static async Task AssertTheLineWasLongAsync(Hub hub)
    {
        await using var connection = await hub.Audit.OpenAsync();
        var history = await FleetHistory.ReadAsync(connection);
        var local = history.Runs.Where(static run => !run.Device.StartsWith("cloud:", StringComparison.Ordinal)).ToList();
        foreach (var run in history.Runs.Except(local))
        {
            Assert.True(
                local.Exists(later => history.Jobs[later.Job].QueuedAt < run.From && later.From > run.From.AddSeconds(AttemptSeconds / 2.0)),
                $"{run.Job} went to the cloud at {run.From:HH:mm:ss.fff}, when the line was short: {history.Jobs[run.Job].Route}");
        }
    }

    private static FleetOptions OneNode(double tokensPerSecond) => new()
    {
        JournalLength = 100_000,
        Nodes =
        [
            new SimulatedNodeOptions
            {
                Name = "only",
                Models = [ModelCatalog.Get(Model)],
                Paces = new Dictionary<string, ModelPace> { [Model] = new(tokensPerSecond, PromptTokensPerSecond: 50_000) },
                NumParallel = 32,
                Contention = 0,
            },
        ],
    };

    private async Task<Hub> StartAsync(FleetStage stage, bool cloud)
    {
        var settings = new Dictionary<string, string>(stage.CoreSettings);
        settings["OPENROUTER_API_KEY"] = cloud ? settings["OPENROUTER_API_KEY"] : "";
        var hub = await Hub.StartAsync(postgres, output, cores: 2, coreEnvironment: settings);
        foreach (var core in hub.Cores)
        {
            hub.AddShippedWorker(new Dictionary<string, string>(stage.CloudSettings) { ["WORKER_COUNT"] = "20", ["WORKER_LEASE_SECONDS"] = "60" }, core);
        }

        await stage.WaitForDevicesAsync(hub);
        return hub;
    }

    private static async Task<IReadOnlyDictionary<Guid, (int Number, Wish Wish)>> SubmitAsync(Hub hub, int jobs, Func<int, Wish>? wish = null, int first = 1)
    {
        var wishes = new Dictionary<Guid, (int Number, Wish Wish)>();
        foreach (var number in Enumerable.Range(first, jobs))
        {
            var next = (wish ?? Usual)(number);
            wishes.Add(await hub.Submitter.SubmitAsync(next.Path, next.Body), (number, next));
        }

        return wishes;
    }

    /// <summary>As callers send them: with the attempts they get when they say nothing.</summary>
    private static Wish Usual(int number) => number % 2 == 0
        ? new Wish("named", "/v1/jobs", new { kind = "ollama.generate", payload = new { model = Model, prompt = JobTag.Of(number), options = new { num_predict = 10 } } }) { Cloud = CloudUse.Never, Model = Model }
        : new Wish("turbo", "/v1/llm/request", new { quality = "turbo", prompt = JobTag.Of(number), max_tokens = 10 }) { Cloud = CloudUse.Never, Tiers = ["tiny"] };

    private static Wish LocalOnly(int number) => Quality(number, new { local_only = true }, CloudUse.Never);

    private static Wish Quality(int number, object? constraints, CloudUse cloud) =>
        new("turbo", "/v1/llm/request", new { quality = "turbo", prompt = JobTag.Of(number), max_tokens = 20, timeout_seconds = AttemptSeconds, constraints }) { Cloud = cloud, Tiers = ["tiny"] };
}
