using System.Text.Json;
using LlmMcp.Simulator.Fleet;
using LlmMcp.SystemTests.Harness;
using LlmMcp.SystemTests.Scenarios;
using LlmMcp.Testing;
using Xunit.Abstractions;

namespace LlmMcp.SystemTests.Browser;

/// <summary>The web dashboard in a real browser, over Core, the shipped worker and a simulated fleet. The scenarios are web/test/scenarios.mjs.</summary>
[Collection(ScenarioGroup.Name)]
public sealed class DashboardTests(PostgresUnderTest postgres, ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private SimulatedFleet? fleet;

    public async Task InitializeAsync() => fleet = await SimulatedFleet.StartAsync(FleetOptions.Demo(firstPort: 0));

    public async Task DisposeAsync() => await fleet!.DisposeAsync();

    [ChromiumFact]
    public async Task The_page_does_what_people_come_for()
    {
        await using var hub = await Hub.StartAsync(postgres, output, coreEnvironment: new Dictionary<string, string>
        {
            ["Fleet__OllamaBaseUrl"] = "",
            ["Fleet__SimulatedEndpoints"] = string.Join(',', fleet!.Nodes.Select(static node => node.BaseUrl)),
            ["Fleet__ProbeInterval"] = "00:00:02",
            ["BENCHMARK_AUTO"] = "0",
        });
        hub.AddShippedWorker(new Dictionary<string, string> { ["WORKER_COUNT"] = "8" });
        await hub.Audit.WaitForCountAsync("select count(*) from devices where status = 'online' and provider = 'ollama'", fleet.Nodes.Count);
        await NpmPackages.EnsureAsync(RepositoryFolder.Below("web"));

        var run = await NodeScript.RunAsync(RepositoryFolder.Below("web/test/scenarios.mjs"), new NodeOptions
        {
            TimeLimit = Patience,
            Environment = new Dictionary<string, string>
            {
                ["BASE"] = hub.Core.HttpAddress.GetLeftPart(UriPartial.Authority), ["KEY"] = CoreProcess.Key, ["CHROMIUM"] = ChromiumFactAttribute.Path!,
            },
        });

        output.WriteLine(run.Output);
        Assert.Empty(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonSerializer.Deserialize<JsonElement>(line))
            .Where(static scenario => scenario.GetProperty("mistakes").GetArrayLength() > 0).Select(static scenario => scenario.GetRawText()));
        Assert.True(run.ExitCode == 0, run.Errors);
    }
}
