using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Pace;
using LlmMcp.Simulator.Runners;

namespace LlmMcp.Simulator.Fleet;

internal static class RandomFleet
{
    private const int MaxNodes = 2000;
    private const int DefaultContext = 4096;

    public static FleetOptions Draw(int nodes, int seed, int firstPort)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nodes, MaxNodes);

        var draw = new SeededRandom((ulong)seed);
        return new FleetOptions
        {
            Seed = seed,
            Nodes = [.. Enumerable.Range(0, nodes).Select(index => DrawNode(draw, index, firstPort))],
        };
    }

    private static SimulatedNodeOptions DrawNode(SeededRandom draw, int index, int firstPort)
    {
        var hardware = HardwareProfiles.Home[draw.Next(HardwareProfiles.Home.Count)];
        var parallel = hardware.VramBytes == 0 ? 1 : 1 << draw.Next(3);
        var fitting = ModelCatalog.All.Where(spec => RunnerMemory.Needed(spec, DefaultContext, parallel) < hardware.TotalBytes).ToArray();
        return new SimulatedNodeOptions
        {
            Name = $"sim-{index + 1:d3}-{hardware.Name}",
            Hardware = hardware,
            Models = [.. draw.Shuffle(fitting).Take(2 + draw.Next(4))],
            Port = firstPort == 0 ? 0 : firstPort + index,
            NumParallel = parallel,
            DownloadBytesPerSecond = 12.5e6,
        };
    }
}
