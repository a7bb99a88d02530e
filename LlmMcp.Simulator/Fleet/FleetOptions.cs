using System.Net;
using LlmMcp.Simulator.Pace;

namespace LlmMcp.Simulator.Fleet;

/// <summary>A fleet of simulated nodes in one process.</summary>
public sealed record FleetOptions
{
    /// <summary>The nodes, names unique.</summary>
    public required IReadOnlyList<SimulatedNodeOptions> Nodes { get; init; }

    /// <summary>Decides what requests without a seed of their own are answered. The default is 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Each text answer begins with this. The default is empty; a demo says <c>"[simulated] "</c>.</summary>
    public string Label { get; init; } = "";

    /// <summary>Address the ports are opened on. The default is loopback; elsewhere anybody who reaches it may use and break the nodes.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Clock of loads, tokens and keep-alive. The default is real time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Model requests each node remembers for <see cref="SimulatedNode.Requests"/>. The default is 0: none.</summary>
    public int JournalLength { get; init; }

    /// <summary>Where the server logs; the default is nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>One node that never waits, with the given models.</summary>
    /// <param name="models">Names from the catalogue.</param>
    public static FleetOptions OneNode(params string[] models) => new()
    {
        Nodes = [new SimulatedNodeOptions { Name = "node-1", Models = [.. models.Select(Catalog.ModelCatalog.Get)] }],
    };

    /// <summary>A plausible home of six machines, every answer labelled as simulated.</summary>
    /// <param name="firstPort">Ports from here on, where free; 0 lets the system choose. The default is 21434.</param>
    public static FleetOptions Demo(int firstPort = 21434) => new()
    {
        Label = "[simulated] ",
        Nodes =
        [
            Home("sim-pi5", HardwareProfiles.RaspberryPi5, 0, ["llama3.2:1b", "qwen3:1.7b", "nomic-embed-text"], firstPort),
            Home("sim-minipc", HardwareProfiles.MiniPc, 1, ["llama3.2:3b", "qwen3:1.7b", "nomic-embed-text"], firstPort),
            Home("sim-macbook", HardwareProfiles.MacBookAir, 2, ["llama3.2:3b", "qwen2.5:7b", "nomic-embed-text"], firstPort),
            Home("sim-rtx3060", HardwareProfiles.Rtx3060, 3, ["llama3.2:3b", "qwen2.5:7b", "deepseek-r1:14b"], firstPort, parallel: 2),
            Home("sim-rtx4090", HardwareProfiles.Rtx4090, 4, ["qwen2.5:7b", "qwen3:8b", "deepseek-r1:14b", "gemma3:12b"], firstPort, parallel: 4),
            Home("sim-macstudio", HardwareProfiles.MacStudio, 5, ["llama3.2:3b", "deepseek-r1:14b", "llama3.3:70b", "nomic-embed-text"], firstPort, parallel: 2),
        ],
    };

    /// <summary>A fleet drawn at random from the machines of <see cref="HardwareProfiles.Home"/>.</summary>
    /// <param name="nodes">Number of nodes, 1 to 2000.</param>
    /// <param name="seed">The same seed gives the same fleet.</param>
    /// <param name="firstPort">Ports from here on, where free; 0 lets the system choose.</param>
    public static FleetOptions Random(int nodes, int seed = 1, int firstPort = 0) => RandomFleet.Draw(nodes, seed, firstPort);

    private static SimulatedNodeOptions Home(string name, HardwareProfile hardware, int index, string[] models, int firstPort, int parallel = 1) => new()
    {
        Name = name,
        Hardware = hardware,
        Models = [.. models.Select(Catalog.ModelCatalog.Get)],
        Port = firstPort == 0 ? 0 : firstPort + index,
        NumParallel = parallel,
        DownloadBytesPerSecond = 12.5e6,
    };
}
