using LlmMcp.Simulator.Fleet;
using LlmMcp.SystemTests.Harness;

namespace LlmMcp.SystemTests.Fleet;

/// <summary>The world around the system: simulated nodes, the operator's limits, the cloud. What was done to whom is on record.</summary>
internal sealed class FleetStage : IAsyncDisposable
{
    private readonly List<Outage> outages = [];
    private Dictionary<string, string> devices = [];

    private FleetStage(SimulatedFleet nodes, FakeCloud cloud) => (Nodes, Cloud) = (nodes, cloud);

    public SimulatedFleet Nodes { get; }

    public FakeCloud Cloud { get; }

    public LimitsFile Limits { get; } = new();

    /// <summary>When which node was switched off.</summary>
    public IReadOnlyList<Outage> Outages => outages;

    /// <summary>What both Core and workers are told.</summary>
    public IReadOnlyDictionary<string, string> CloudSettings => new Dictionary<string, string>
    {
        ["OPENROUTER_API_KEY"] = FakeCloud.Key,
        ["OPENROUTER_BASE_URL"] = Cloud.BaseUrl.ToString(),
    };

    /// <summary>What Core is told.</summary>
    public IReadOnlyDictionary<string, string> CoreSettings => new Dictionary<string, string>(CloudSettings)
    {
        ["Fleet__OllamaBaseUrl"] = "",
        ["OLLAMA_EXTRA_ENDPOINTS"] = FleetPlan.Endpoints(Nodes.Nodes),
        ["OLLAMA_PORTS"] = FleetPlan.Ports,
        ["DEVICE_MAX_CONCURRENCY"] = "2",
        ["DEVICE_LIMITS_FILE"] = Limits.Path,
        ["DEVICE_LIMITS_INTERVAL"] = "1",
        ["DISCOVERY_INTERVAL"] = "2",
        ["Fleet__RefreshInterval"] = "00:00:00.5",
        ["BENCHMARK_AUTO"] = "0",
    };

    public static async Task<FleetStage> StartAsync(FleetOptions options) =>
        new(await SimulatedFleet.StartAsync(options), await FakeCloud.StartAsync());

    /// <summary>Waits until every Core has every node, and learns what they call them.</summary>
    public async Task WaitForDevicesAsync(Hub hub)
    {
        foreach (var core in hub.Cores)
        {
            await hub.UntilAsync(core, "/v1/devices", list => list.GetProperty("devices").EnumerateArray().Count(static device =>
                device.GetProperty("status").GetString() == "online" && device.GetProperty("provider").GetString() == "ollama") >= Nodes.Nodes.Count);
        }

        await hub.Audit.WaitForCountAsync(
            "select count(*) from devices d where d.status = 'online' and d.provider = 'ollama' and exists (select from device_slots s where s.device_id = d.id)", Nodes.Nodes.Count);
        devices = (await hub.Audit.ListAsync("select id || '=' || base_url from devices where provider = 'ollama'"))
            .Select(static row => (Id: row[..row.LastIndexOf("=http", StringComparison.Ordinal)], Url: new Uri(row[(row.LastIndexOf("=http", StringComparison.Ordinal) + 1)..])))
            .ToDictionary(row => Nodes.Nodes.Single(node => node.BaseUrl == row.Url).Name, static row => row.Id);
    }

    /// <summary>The id under which Core knows the node.</summary>
    public string DeviceOf(SimulatedNode node) => devices[node.Name];

    /// <summary>The node behind a device; null for the cloud.</summary>
    public SimulatedNode? NodeOf(string device) => Nodes.Nodes.FirstOrDefault(node => devices[node.Name] == device);

    /// <summary>Switches the node off.</summary>
    public async Task SwitchOffAsync(SimulatedNode node)
    {
        await node.GoOfflineAsync();
        outages.Add(new Outage(node, TimeProvider.System.GetUtcNow()));
    }

    /// <summary>Switches the node on again.</summary>
    public async Task SwitchOnAsync(SimulatedNode node)
    {
        if (outages.FindLastIndex(outage => outage.Node == node && outage.Until is null) is >= 0 and var index)
        {
            outages[index] = outages[index] with { Until = TimeProvider.System.GetUtcNow() };
        }

        await node.GoOnlineAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Nodes.DisposeAsync();
        await Cloud.DisposeAsync();
        Limits.Dispose();
    }
}

/// <summary>A time during which a node was off.</summary>
/// <param name="Node">The node.</param>
/// <param name="From">When its port was closed.</param>
/// <param name="Until">When it was opened again; null for never.</param>
internal sealed record Outage(SimulatedNode Node, DateTimeOffset From, DateTimeOffset? Until = null);
