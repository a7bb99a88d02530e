using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Bench.Load;
using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Stage;

namespace LlmMcp.Bench.Fleet;

/// <summary>Jobs that name a quality only, over many quick nodes: what routing, late binding and slots cost beside the work itself.</summary>
internal sealed class FleetScenario(int jobs, int nodes, bool profile) : IScenario
{
    private const int Slots = 4;
    private const int Connections = 16;
    private const int WorkerSlots = 200;

    private const string Request = """{"task":"chat","quality":"standard","prompt":"Say something short.","max_tokens":10,"constraints":{"local_only":true}}""";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly Figure answered = new($"smart jobs answered by {nodes} nodes, backlog {jobs:N0}", "jobs/s");
    private readonly Figure routed = new("smart jobs routed and stored, one request each", "jobs/s");

    public string Title => $"Fleet of {nodes} nodes";

    public string Command => $"fleet --jobs {jobs} --nodes {nodes}{(profile ? " --profile" : "")}";

    public string Settings =>
        $"fsync and synchronous_commit on. PostgreSQL, one Core, one worker with {WorkerSlots} slots and the simulated fleet ({Slots} slots a node, 10 ms an answer) share the machine. "
        + "Rate by the database's own started_at and finished_at.";

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.StartAsync(new StageOptions { Profile = profile }, cancellationToken);
        var addresses = await stage.StartFleetAsync(nodes, cancellationToken);
        var core = await stage.StartCoreAsync("", cancellationToken, $"--Fleet:OllamaExtraEndpoints={string.Join(',', addresses)}", $"--Fleet:MaxConcurrency={Slots}");
        await Until.TrueAsync(async () => await OnlineAsync(core, cancellationToken) == nodes, Look, cancellationToken);

        var load = await new SubmitLoad(core.EndPoint, JobRequests.Llm(Request), 1).RunAsync(Connections, jobs, cancellationToken);
        await stage.SettleAsync(cancellationToken);
        var worker = await stage.StartWorkerAsync(core, "", cancellationToken, $"--Worker:Slots={WorkerSlots}");
        var cpu = new CpuShare(("PostgreSQL", stage.PostgresProcess), ("Core", core.Process.Id), ("worker", worker.Process.Id));
        await Until.TrueAsync(async () => await stage.ScalarAsync<long>(StageSql.CountOpen, cancellationToken) == 0, Look, cancellationToken);
        var shares = cpu.Describe(jobs);

        var outcomes = await Outcomes.ReadAsync(stage.Database, cancellationToken);
        outcomes.MustBeDoneAtOnce(jobs);
        await stage.PrintProfileAsync(cancellationToken);
        var work = jobs * 0.01 / (nodes * Slots);
        return new ScenarioResult(
            [new Measurement(answered, jobs / outcomes.Seconds), new Measurement(routed, load.JobsPerSecond)],
            [$"{outcomes.Seconds:0.00} s, of which the nodes' own work on all slots would take {work:0.00} s", $"{outcomes.Seconds / jobs * 1000:0.00} ms per job", shares, "each job done once, in its first attempt"]);
    }

    /// <summary>Nodes that Core itself would send jobs to.</summary>
    private static async Task<int> OnlineAsync(CoreProcess core, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = core.BaseUrl };
        var list = await http.GetFromJsonAsync<JsonElement>("/v1/devices", cancellationToken);
        return list.GetProperty("devices").EnumerateArray().Count(static device =>
            device.GetProperty("status").GetString() == "online" && device.GetProperty("provider").GetString() == "ollama");
    }
}
