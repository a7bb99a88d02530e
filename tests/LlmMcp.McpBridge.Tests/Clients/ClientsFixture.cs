using System.Text.Json;
using LlmMcp.McpBridge.Tests.Rig;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Pace;

namespace LlmMcp.McpBridge.Tests.Clients;

/// <summary>A Core with a simulated node and a bridge before it, for foreign clients. Each script runs once; each test looks at one case.</summary>
public sealed class ClientsFixture : IAsyncLifetime
{
    public const string Model = "llama3.2:1b";
    public const string Slow = "qwen3:1.7b";
    public const string Embedder = "nomic-embed-text:latest";

    private readonly Dictionary<string, Lazy<Task<Dictionary<string, string?>>>> scripts = [];
    private CoreRig core = null!;

    internal BridgeRig Bridge { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        core = await CoreRig.StartAsync(Fleet());
        Bridge = await BridgeRig.StartAsync(core.Url);
        foreach (var script in new[] { "sdk.mjs", "client.mjs" })
        {
            scripts[script] = new Lazy<Task<Dictionary<string, string?>>>(() => RunAsync(script));
        }
    }

    public async Task DisposeAsync()
    {
        await Bridge.DisposeAsync();
        await core.DisposeAsync();
    }

    /// <summary>Fails unless the case of the script ran and had nothing to complain of.</summary>
    internal async Task VerifyAsync(string script, string name)
    {
        var results = await scripts[script].Value;
        Assert.True(results.TryGetValue(name, out var error), "The case did not run.");
        Assert.True(error is null, error);
    }

    /// <summary>A node that answers at once, and one whose answers last long enough to be taken back.</summary>
    private static FleetOptions Fleet()
    {
        var quick = FleetOptions.OneNode(Model, "nomic-embed-text");
        var slow = FleetOptions.OneNode(Slow).Nodes[0] with { Name = "slow", Paces = new Dictionary<string, ModelPace> { [Slow] = new(20, double.PositiveInfinity) } };
        return quick with { Nodes = [.. quick.Nodes, slow] };
    }

    private async Task<Dictionary<string, string?>> RunAsync(string script)
    {
        var run = await McpClients.RunAsync(script, Bridge.Mcp.ToString(), Model, Embedder, Slow);
        Assert.True(run.ExitCode == 0, $"{script} ended with {run.ExitCode}.\n{run.Errors}\n{run.Output}");
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonSerializer.Deserialize<CaseResult>(line, JsonSerializerOptions.Web)!)
            .ToDictionary(static result => result.Name, static result => result.Error);
    }

    private sealed record CaseResult(string Name, string? Error);
}
