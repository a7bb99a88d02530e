using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using LlmMcp.Client;

namespace LlmMcp.McpBridge.Tools.Fleet;

/// <summary>Lists devices.</summary>
internal sealed class DevicesTool(CoreHttp core) : HubTool<DevicesArguments, DevicesReport>(new ToolFacts(
    "llm_devices", "Which machines are there?",
    "List the machines and cloud providers work can go to: online or not, how many jobs at once, what they have loaded, whether their circuit breaker keeps jobs away. "
    + "Name one to see its models, limits and measured speeds too.")
    {
        ReadOnly = true,
    })
{
    protected override async Task<ToolAnswer<DevicesReport>> CallAsync(DevicesArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        if (arguments.Device is { } id)
        {
            var one = await core.GetAsync(CorePaths.Device(id), cancellationToken);
            return new ToolAnswer<DevicesReport>(new DevicesReport { Devices = [DeviceLine.Of(one, whole: true)] });
        }

        var list = await core.GetAsync(CorePaths.Devices, cancellationToken);
        List<JsonElement> devices = [.. list.Items("devices").Where(device => arguments.OnlineOnly is not true || device.Text("status") == "online")];
        var left = devices.Count - ToolBounds.Items;
        return new ToolAnswer<DevicesReport>(new DevicesReport
        {
            Devices = [.. devices.Take(ToolBounds.Items).Select(static device => DeviceLine.Of(device, whole: false))],
            NotShown = left > 0 ? left : null,
        });
    }
}

/// <summary>The arguments of <c>llm_devices</c>.</summary>
internal sealed record DevicesArguments
{
    [Description("One device, by id, with all that is known of it.")]
    [StringLength(200)]
    public string? Device { get; init; }

    [Description("Leave out those that are offline.")]
    public bool? OnlineOnly { get; init; }
}

/// <summary>Devices.</summary>
internal sealed record DevicesReport
{
    [Description("Those online first; at most 100.")]
    public required IReadOnlyList<DeviceLine> Devices { get; init; }

    public int? NotShown { get; init; }
}

/// <summary>A device.</summary>
internal sealed record DeviceLine
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    public required string Status { get; init; }

    public string? Provider { get; init; }

    [Description("true for a machine that is made up, and so are its answers.")]
    public bool? Simulated { get; init; }

    [Description("Jobs at once (total), and running now (used).")]
    public JsonElement? Slots { get; init; }

    public int ModelsCount { get; init; }

    [Description("Its models; only for a device asked for by id.")]
    public IReadOnlyList<string>? Models { get; init; }

    [Description("Models in memory.")]
    public IReadOnlyList<string>? Loaded { get; init; }

    [Description("closed lets jobs through; open keeps them away for some minutes; half_open tries one.")]
    public JsonElement? Circuit { get; init; }

    [Description("An operator keeps it out.")]
    public bool? Hold { get; init; }

    public long? LatencyMs { get; init; }

    public string? LastSeen { get; init; }

    [Description("What it may run.")]
    public JsonElement? Limits { get; init; }

    [Description("By model, why it may not run here.")]
    public JsonElement? Forbidden { get; init; }

    [Description("Measured speed of each model here.")]
    public JsonElement? Speeds { get; init; }

    /// <param name="device">A device of Core.</param>
    /// <param name="whole">With models, limits and speeds.</param>
    public static DeviceLine Of(JsonElement device, bool whole) => new()
    {
        Id = device.Text("id") ?? "",
        Name = device.Text("name"),
        Status = device.Text("status") ?? "",
        Provider = device.Text("provider"),
        Simulated = device.Flag("simulated") ? true : null,
        Slots = device.Member("slots"),
        ModelsCount = device.Texts("models").Count,
        Models = whole ? device.Texts("models") : null,
        Loaded = device.Texts("loaded"),
        Circuit = device.Member("circuit"),
        Hold = device.Flag("hold") ? true : null,
        LatencyMs = device.Whole("latency_ms"),
        LastSeen = device.Text("last_seen"),
        Limits = whole ? device.Member("limits") : null,
        Forbidden = whole ? device.Member("forbidden") : null,
        Speeds = whole ? device.Member("speeds") : null,
    };
}
