using System.Net;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Pace;

namespace LlmMcp.SystemTests.Fleet;

/// <summary>
/// The machines of the scenario: seven sorts of hardware, models of every tier, some for embedding, some thinking; each fifth
/// host serves a second port. Each host has a loopback address of its own, where there are several (Linux).
/// </summary>
internal static class FleetPlan
{
    /// <summary>How many times faster than real machines they are: a cold model of 40 GB is there in a tenth of a second.</summary>
    public const double Speed = 100;

    /// <summary>More than any slots allow: only Core holds jobs back.</summary>
    private const int Parallel = 32;

    private const long Plenty = 512L << 30;
    private const int Port = 11434;
    private const int SecondPort = 11435;

    // Each line holds several tiers, so that a level has more than one place to go and a model more than one machine.
    private static readonly string[][] Sets =
    [
        ["llama3.2:1b", "llama3.2:3b", "nomic-embed-text"],
        ["gemma3:1b", "qwen2.5:7b", "mistral:7b"],
        ["qwen3:1.7b", "gemma3:4b", "gemma3:12b"],
        ["llama3.2:3b", "llama3.1:8b", "qwen2.5:14b"],
        ["qwen3:0.6b", "qwen3:8b", "deepseek-r1:14b", "nomic-embed-text"],
        ["llama3.2:1b", "mistral:7b", "llama3.3:70b"],
        ["qwen2.5:7b", "gemma3:12b", "gpt-oss:20b", "bge-m3"],
    ];

    private static bool HasHosts => OperatingSystem.IsLinux();

    /// <summary>
    /// The nodes as the operator names them: a host with two ports by its address alone, so that its second port is found as
    /// <c>OLLAMA_PORTS</c> says; any other with its port.
    /// </summary>
    public static string Endpoints(IReadOnlyList<SimulatedNode> nodes)
    {
        var twoPorts = nodes.Where(IsSecondPort).Select(static node => node.BaseUrl.Host).ToHashSet();
        return string.Join(',', nodes
            .Where(static node => !IsSecondPort(node))
            .Select(node => $"{node.Name}={(twoPorts.Contains(node.BaseUrl.Host) ? node.BaseUrl.Host : node.BaseUrl.ToString().TrimEnd('/'))}"));
    }

    /// <summary>True for a port device, which belongs to the node on its host's first port.</summary>
    public static bool IsSecondPort(SimulatedNode node) => node.BaseUrl.Port == SecondPort;

    /// <summary>Where hosts are looked for.</summary>
    public static string Ports => $"{Port},{SecondPort}";

    public static FleetOptions Of(int nodes) => new()
    {
        Time = new AcceleratedTime(Speed),
        JournalLength = 100_000,
        Nodes = [.. Hosts(nodes).Select(Node)],
    };

    private static IEnumerable<(int Host, int Port)> Hosts(int nodes)
    {
        var host = 0;
        for (var made = 0; made < nodes; made++)
        {
            yield return (++host, Port);
            if (host % 5 == 0 && ++made < nodes)
            {
                yield return (host, SecondPort);
            }
        }
    }

    private static SimulatedNodeOptions Node((int Host, int Port) place, int index)
    {
        var hardware = HardwareProfiles.Home[index % HardwareProfiles.Home.Count];
        return new SimulatedNodeOptions
        {
            Name = $"node-{index + 1:d2}",
            Address = HasHosts ? new IPAddress([127, 0, 77, (byte)place.Host]) : null,
            Port = HasHosts ? place.Port : 0,
            // Everything fits, at the speed of its sort: what does not fit is a matter of limits, not of this test's luck.
            Hardware = hardware with { VramBytes = Plenty },
            Models = [.. Sets[index % Sets.Length].Select(ModelCatalog.Get)],
            NumParallel = Parallel,
            MaxLoadedModels = 4,
            KeepAlive = TimeSpan.FromHours(24),
            ContextLength = 8192,
        };
    }
}
