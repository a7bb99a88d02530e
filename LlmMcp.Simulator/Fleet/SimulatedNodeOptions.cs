using System.Net;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Pace;

namespace LlmMcp.Simulator.Fleet;

/// <summary>One simulated machine with its Ollama settings.</summary>
public sealed record SimulatedNodeOptions
{
    /// <summary>Name, unique in the fleet.</summary>
    public required string Name { get; init; }

    /// <summary>The machine. The default never waits and holds everything.</summary>
    public HardwareProfile Hardware { get; init; } = HardwareProfiles.Instant;

    /// <summary>Models installed from the start.</summary>
    public IReadOnlyList<ModelSpec> Models { get; init; } = [];

    /// <summary>Speeds by model name that replace what <see cref="Hardware"/> would give.</summary>
    public IReadOnlyDictionary<string, ModelPace> Paces { get; init; } = new Dictionary<string, ModelPace>();

    /// <summary>Address of its port; null means the fleet's (<see cref="FleetOptions.Address"/>). With one of its own it is a host of its own.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Port on loopback; 0 lets the system choose. A port that is taken is replaced by a chosen one.</summary>
    public int Port { get; init; }

    /// <summary><c>OLLAMA_NUM_PARALLEL</c>: requests one runner works on at once. The default is 1.</summary>
    public int NumParallel { get; init; } = 1;

    /// <summary><c>OLLAMA_MAX_LOADED_MODELS</c>. The default is 3.</summary>
    public int MaxLoadedModels { get; init; } = 3;

    /// <summary><c>OLLAMA_MAX_QUEUE</c>: requests that may wait for a load. The default is 512.</summary>
    public int MaxQueue { get; init; } = 512;

    /// <summary><c>OLLAMA_CONTEXT_LENGTH</c> in tokens, capped by the model's own limit. The default is 4096.</summary>
    public int ContextLength { get; init; } = 4096;

    /// <summary><c>OLLAMA_KEEP_ALIVE</c>. The default is five minutes.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time a load takes beside reading the weights. The default is 0.3 seconds, or none where the disk is infinitely fast.</summary>
    public TimeSpan LoadOverhead { get; init; } = TimeSpan.FromSeconds(0.3);

    /// <summary>Time the node takes to load a model.</summary>
    public TimeSpan LoadTime(ModelSpec model) => double.IsPositiveInfinity(Hardware.DiskBytesPerSecond)
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(model.SizeBytes / Hardware.DiskBytesPerSecond) + LoadOverhead;

    /// <summary>How much slower each further request on the same node makes all of them; 0.25 means two run at 1 / 1.25 each.</summary>
    public double Contention { get; init; } = 0.25;

    /// <summary>Download speed of <c>/api/pull</c>, bytes per second. The default is infinite.</summary>
    public double DownloadBytesPerSecond { get; init; } = double.PositiveInfinity;

    /// <summary>Whether the model library can be reached; when not, pulls fail as on a machine without a network.</summary>
    public bool LibraryReachable { get; init; } = true;

    /// <summary>Version that <c>/api/version</c> states.</summary>
    public string Version { get; init; } = "0.33.0-rc2";
}
