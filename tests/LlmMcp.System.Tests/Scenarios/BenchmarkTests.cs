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
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);
    private SimulatedFleet? fleet;

    public async Task InitializeAsync() => fleet = await SimulatedFleet.StartAsync(new FleetOptions { Nodes = [Node("slow", 60), Node("quick", 240)] });

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
            var port = fleet!.Nodes.Single(node => node.Name == name).BaseUrl.Port;
            var measured = await hub.Audit.ListAsync($"select round(tps)::text from model_speeds join devices d on d.id = device_id where task_type = 'generate' and d.base_url like '%:{port}%'");
            // A starved machine can only make a node slower than it is set to.
            Assert.InRange(double.Parse(measured.Single(), System.Globalization.CultureInfo.InvariantCulture), speed * 0.3, speed * 1.15);
        }
    }

    [Fact]
    public async Task What_is_asked_for_is_measured_and_compared()
    {
        await using var hub = await Hub.StartAsync(postgres, output, coreEnvironment: Environment(auto: "0"));
        hub.AddShippedWorker();
        await WaitForModelAsync(hub);

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

    /// <summary>Until Core's own picture of the fleet has the model on both nodes: the rows are there a moment earlier.</summary>
    private static async Task WaitForModelAsync(Hub hub)
    {
        using var limit = new CancellationTokenSource(Scale.Patience, TimeProvider.System);
        var seen = 0;
        while (seen < 2)
        {
            await Task.Delay(LookInterval, TimeProvider.System, limit.Token);
            var list = await hub.Http.GetFromJsonAsync<JsonElement>(new Uri(hub.Core.HttpAddress, "/v1/models"), limit.Token);
            seen = list.GetProperty("data").EnumerateArray()
                .Where(static model => model.GetProperty("id").GetString() == Model)
                .Sum(static model => model.GetProperty("devices").GetArrayLength());
        }
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
