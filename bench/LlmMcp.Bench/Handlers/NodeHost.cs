using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Pace;

namespace LlmMcp.Bench.Handlers;

/// <summary>One simulated Ollama node that reads prompts at once and writes 200 tokens per second.</summary>
internal static class NodeHost
{
    /// <summary>First argument that makes the benchmark program a node.</summary>
    public const string Mode = "node-process";

    /// <summary>The model it has.</summary>
    public const string Model = "llama3.2:1b";

    public static async Task<int> RunAsync(int port)
    {
        var node = new SimulatedNodeOptions
        {
            Name = "node",
            Port = port,
            Models = [ModelCatalog.Get(Model)],
            Paces = new Dictionary<string, ModelPace> { [Model] = new(TokensPerSecond: 200, PromptTokensPerSecond: double.PositiveInfinity) },
        };
        await using var fleet = await SimulatedFleet.StartAsync(new FleetOptions { Nodes = [node] });
        // Until killed: its parent ends it, and the kernel does when the parent is gone.
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return 0;
    }
}
