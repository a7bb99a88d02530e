using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Pace;

namespace LlmMcp.Bench.Handlers;

/// <summary>Many simulated Ollama nodes in one process: models of every tier, answers of ten milliseconds, no loads to wait for.</summary>
internal static class FleetHost
{
    /// <summary>First argument that makes the benchmark program a fleet.</summary>
    public const string Mode = "fleet-process";

    private const int Parallel = 64;
    private static readonly string[][] Sets = [["llama3.2:1b", "llama3.2:3b"], ["mistral:7b", "gemma3:12b"], ["qwen2.5:7b", "llama3.2:3b"], ["llama3.1:8b", "qwen2.5:14b"]];

    /// <param name="ports">One per node, comma separated.</param>
    public static async Task<int> RunAsync(string ports)
    {
        await using var fleet = await SimulatedFleet.StartAsync(new FleetOptions { Nodes = [.. ports.Split(',').Select(Node)] });
        // Until killed: its parent ends it, and the kernel does when the parent is gone.
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return 0;
    }

    private static SimulatedNodeOptions Node(string port, int index) => new()
    {
        Name = $"node-{index + 1}",
        Port = int.Parse(port),
        Models = [.. Sets[index % Sets.Length].Select(ModelCatalog.Get)],
        Paces = Sets[index % Sets.Length].ToDictionary(static model => model, static _ => new ModelPace(TokensPerSecond: 1_000, PromptTokensPerSecond: double.PositiveInfinity)),
        NumParallel = Parallel,
        Contention = 0,
    };
}
