using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Pace;
using LlmMcp.SystemTests.Harness;
using Xunit.Abstractions;

namespace LlmMcp.SystemTests.Scenarios;

/// <summary>Simulated nodes of known speed are measured by the shipped worker, asked for or not.</summary>
[Collection(ScenarioGroup.Name)]
public sealed class BenchmarkTests(PostgresUnderTest postgres, ITestOutputHelper output) : IAsyncLifetime
{
    private const string Model = "llama3.2:1b";
    private SimulatedFleet? fleet;

    public async Task InitializeAsync() => fleet = await SimulatedFleet.StartAsync(new FleetOptions { JournalLength = 1_000, Nodes = [Node("slow", 60), Node("quick", 240)] });

    public async Task DisposeAsync() => await fleet!.DisposeAsync();

    [Fact]
    public async Task Two_Cores_measure_each_new_pair_once_and_near_its_speed()
    {
        await using var hub = await Hub.StartAsync(postgres, output, cores: 2, coreEnvironment: Environment(auto: "1"));
        hub.AddShippedWorker();
        await hub.Audit.WaitForCountAsync("select count(*) from benchmarks", 4);
        // Several more looks of both Cores.
        await hub.Audit.WaitForCountAsync("select count(*) from benchmark_runs where ended_at < now() - interval '3 seconds'", 4);

        Assert.Equal(["2 embed t", "2 generate t"], await hub.Audit.ListAsync(
            "select concat_ws(' ', count(*), task_type, bool_and(ok and automatic)) from benchmark_runs group by task_type order by 1"));
        foreach (var (name, speed) in new[] { ("slow", 60.0), ("quick", 240.0) })
        {
            var node = fleet!.Nodes.Single(node => node.Name == name);
            var measured = (await hub.Audit.ListAsync(
                $"select s.tps || ' ' || b.tokens_out from model_speeds s join benchmarks b using (device_id, task_type) join devices d on d.id = device_id where task_type = 'generate' and d.base_url like '%:{node.BaseUrl.Port}%'"))
                .Single().Split(' ').Select(static number => double.Parse(number, CultureInfo.InvariantCulture)).ToList();
            // A starved machine makes a node slower than it is set to, and its own journal tells how slow it was.
            var took = node.Requests.Where(static request => request.Path == "/api/generate").Max(static request => request.EndedAt - request.ArrivedAt)!.Value;
            Assert.InRange(measured[0], measured[1] / took.TotalSeconds, speed * 1.15);
        }
    }

    [Fact]
    public async Task What_is_asked_for_is_measured_and_compared()
    {
        await using var hub = await Hub.StartAsync(postgres, output, coreEnvironment: Environment(auto: "0"));
        hub.AddShippedWorker();
        await hub.UntilAsync(hub.Core, "/v1/models", static list => list.GetProperty("data").EnumerateArray()
            .Any(static model => model.GetProperty("id").GetString() == Model && model.GetProperty("devices").GetArrayLength() == 2));

        using var accepted = await hub.Http.PostAsJsonAsync(new Uri(hub.Core.HttpAddress, "/v1/benchmarks/run"), new { model = Model, runs = 3 });
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        await hub.Audit.WaitForCountAsync("select count(*) from benchmarks", 6);
        var comparison = await hub.Http.GetFromJsonAsync<JsonElement>(new Uri(hub.Core.HttpAddress, $"/v1/benchmarks/compare?model={Model}"));

        var items = comparison.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([3, 3], items.Select(static item => item.GetProperty("runs").GetInt32()));
        Assert.All(items, static item => Assert.Equal(JsonValueKind.Number, item.GetProperty("tps_change_pct").ValueKind));
        var speeds = items.Select(static item => item.GetProperty("latest").GetProperty("tps").GetDouble()).Order().ToList();
        Assert.InRange(speeds[0], 1, 70);
        Assert.InRange(speeds[1], speeds[0], 280);
    }

    private static SimulatedNodeOptions Node(string name, double speed) => new()
    {
        Name = name,
        Models = [ModelCatalog.Get(Model), ModelCatalog.Get("nomic-embed-text")],
        Paces = new Dictionary<string, ModelPace> { [Model] = new(speed, PromptTokensPerSecond: 5_000) },
    };

    private Dictionary<string, string> Environment(string auto) => new()
    {
        ["Fleet__OllamaBaseUrl"] = "",
        ["Fleet__SimulatedEndpoints"] = string.Join(',', fleet!.Nodes.Select(static node => node.BaseUrl)),
        ["BENCHMARK_AUTO"] = auto,
        ["Benchmarks__Interval"] = "00:00:01",
    };
}
