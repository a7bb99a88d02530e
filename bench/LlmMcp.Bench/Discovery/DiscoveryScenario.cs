using System.Text.Json;
using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Stage;
using LlmMcp.Simulator.Fleet;

namespace LlmMcp.Bench.Discovery;

/// <summary>A round of discovery over many nodes, some of them dead: half refuse the connection, half take it and never answer.</summary>
internal sealed class DiscoveryScenario(int nodes, int dead) : IScenario
{
    private const int Rounds = 5;

    private static readonly Figure First = new("first round, everything new", "ms", Goal.Most(5_000));

    private static readonly Figure Worst = new("longest of the later rounds, asked anew", "ms", Goal.Most(5_000));

    public string Title => "Discovery";

    public string Command => $"discovery --nodes {nodes} --dead {dead}";

    public string Settings =>
        $"fsync and synchronous_commit on. PostgreSQL, one Core, {nodes - dead} simulated Ollama nodes on loopback and the client share the machine. {dead} dead nodes beside them: half are closed ports, half accept and never answer. "
        + $"{Rounds} rounds by POST /v1/discovery/run, each lists all models again.";

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = await BenchStage.StartAsync(new StageOptions(), cancellationToken);
        await using var fleet = await SimulatedFleet.StartAsync(FleetOptions.Random(nodes - dead), cancellationToken);
        using var ghosts = DeadNodes.Open(dead);
        var core = await stage.StartCoreAsync(string.Join(',', fleet.Nodes.Select(static node => node.BaseUrl).Concat(ghosts.Addresses)), cancellationToken);
        using var http = new HttpClient { BaseAddress = core.BaseUrl, Timeout = Timeout.InfiniteTimeSpan };

        var first = default(JsonElement);
        await Until.TrueAsync(async () => (first = await ReadAsync(await http.GetAsync(new Uri("/v1/discovery/last", UriKind.Relative), cancellationToken), cancellationToken)).TryGetProperty("found", out _), TimeSpan.FromMilliseconds(50), cancellationToken);
        Check(first);
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var start = Ticks.Now;
            var report = await ReadAsync(await http.PostAsync(new Uri("/v1/discovery/run", UriKind.Relative), null, cancellationToken), cancellationToken);
            times.Add(Ticks.MillisecondsSince(start));
            Check(report);
        }

        var later = new Samples(times);
        return new ScenarioResult(
            [new Measurement(First, first.GetProperty("duration_ms").GetDouble()), new Measurement(Worst, later.Max)],
            [$"later rounds p50 {later.P50:0} ms", $"{nodes - dead} nodes online in every round"]);
    }

    private void Check(JsonElement report)
    {
        var (found, online, left) = (report.GetProperty("found").GetInt32(), report.GetProperty("online").GetInt32(), report.GetProperty("not_probed").GetInt32());
        if ((found, online, left) != (nodes, nodes - dead, 0))
        {
            throw new BenchFailedException($"A round found {found} nodes, {online} of them online, and left {left} out.");
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        using (answer)
        {
            answer.EnsureSuccessStatusCode();
            return JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        }
    }
}
