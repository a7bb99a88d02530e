using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.SystemTests.Harness;
using Xunit.Abstractions;

namespace LlmMcp.SystemTests.Scenarios;

/// <summary>Models go into a node's memory and out of it on request, through the queue and the shipped worker.</summary>
[Collection(ScenarioGroup.Name)]
public sealed class LoadingTests(PostgresUnderTest postgres, ITestOutputHelper output)
{
    [Theory]
    [InlineData("llama3.2:1b")]
    [InlineData("nomic-embed-text")]
    public async Task A_model_is_in_memory_when_its_load_is_done_and_out_when_its_unload_is(string model)
    {
        await using var fleet = await SimulatedFleet.StartAsync(new FleetOptions { Nodes = [new SimulatedNodeOptions { Name = "node", Models = [ModelCatalog.Get(model)] }] });
        await using var hub = await Hub.StartAsync(postgres, output, coreEnvironment: new Dictionary<string, string>
        {
            ["Fleet__OllamaBaseUrl"] = "", ["Fleet__SimulatedEndpoints"] = fleet.Nodes[0].BaseUrl.ToString(), ["BENCHMARK_AUTO"] = "0",
        });
        hub.AddShippedWorker();
        var device = "";
        await hub.UntilAsync(hub.Core, "/v1/devices", list => list.GetProperty("devices").EnumerateArray().Any(one =>
            one.GetProperty("models").GetArrayLength() == 1 && (device = one.GetProperty("id").GetString()!).Length > 0));

        Assert.Equal("done", await EndAsync("load", new { model, keep_alive = "1h" }));
        var loaded = Assert.Single(fleet.Nodes[0].Snapshot().Loaded);
        Assert.True(loaded.ExpiresAt > TimeProvider.System.GetUtcNow().AddMinutes(50));

        Assert.Equal("done", await EndAsync("unload", new { model }));
        Assert.Empty(fleet.Nodes[0].Snapshot().Loaded);

        async Task<string> EndAsync(string what, object body)
        {
            using var answer = await hub.Http.PostAsJsonAsync(new Uri(hub.Core.HttpAddress, $"/v1/devices/{Uri.EscapeDataString(device)}/models/{what}"), body);
            var job = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("job_id").GetString();
            return (await hub.Http.GetFromJsonAsync<JsonElement>(new Uri(hub.Core.HttpAddress, $"/v1/jobs/{job}?wait=60"))).GetProperty("status").GetString()!;
        }
    }
}
