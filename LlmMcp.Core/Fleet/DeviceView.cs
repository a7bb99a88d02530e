using System.Text.Json;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Fleet.Limits;
using LlmMcp.Core.Fleet.Speeds;

namespace LlmMcp.Core.Fleet;

/// <summary>The answer of <c>GET /v1/devices</c>. <c>looked_at</c> is null until this Core has looked at its nodes for the first time.</summary>
internal sealed record DeviceList(IReadOnlyList<DeviceView> Devices, DateTimeOffset? LookedAt);

/// <summary>A device as callers see it.</summary>
internal sealed record DeviceView(
    string Id, string Name, string Provider, string Status, string Host, string? BaseUrl, IReadOnlyList<string> Models,
    IReadOnlyList<string> Loaded, bool Simulated, SlotView Slots, int? LatencyMs, DateTimeOffset? LastSeen)
{
    /// <summary>What a base device without a server of its own has for a provider.</summary>
    private const string NoProvider = "none";

    public required string Role { get; init; }

    public string? ParentId { get; init; }

    public string Platform { get; init; } = "";

    public bool Hold { get; init; }

    public IReadOnlyList<string> OnlyWorkers { get; init; } = [];

    public required DeviceLimits Limits { get; init; }

    public required IReadOnlyDictionary<string, string> Forbidden { get; init; }

    public required CircuitView Circuit { get; init; }

    public IReadOnlyList<SpeedView> Speeds { get; init; } = [];

    public required JsonElement Tags { get; init; }

    /// <summary>Every device, those online first.</summary>
    public static IReadOnlyList<DeviceView> ListOf(FleetSnapshot fleet, IReadOnlyDictionary<string, SlotUse>? slots = null) =>
        [.. fleet.Devices.Values
            .OrderByDescending(static device => device.Online)
            .ThenBy(static device => device.Id, StringComparer.Ordinal)
            .Select(device => Of(fleet, device, slots?.GetValueOrDefault(device.Id)))];

    /// <summary>One device.</summary>
    /// <param name="fleet">What is known of it.</param>
    /// <param name="device">The device.</param>
    /// <param name="slots">Its slots as read just now; null for those of the snapshot.</param>
    public static DeviceView Of(FleetSnapshot fleet, FleetDevice device, SlotUse? slots = null) => new(
        device.Id, device.Name, device.Provider, device.Status, device.Host, device.BaseUrl?.AbsoluteUri.TrimEnd('/'),
        [.. device.Models.Order(StringComparer.Ordinal)], [.. device.Loaded.Order(StringComparer.Ordinal)], device.Simulated,
        new SlotView(slots?.Total ?? device.Slots, slots?.Used ?? device.UsedSlots), device.LatencyMs, device.LastSeen)
    {
        Role = device.IsCloud ? "cloud" : device.ParentId is not null ? "port" : device.Provider == NoProvider ? "host" : "node",
        ParentId = device.ParentId,
        Platform = device.Platform,
        Hold = device.Held,
        // The empty name only keeps the list from meaning "everybody".
        OnlyWorkers = [.. device.OnlyWorkers.Where(static worker => worker.Length > 0).Order(StringComparer.Ordinal)],
        Limits = device.Limits,
        Forbidden = device.Forbidden,
        Circuit = CircuitView.Of(device.Circuit),
        Speeds = [.. device.Models.Order(StringComparer.Ordinal)
            .SelectMany(static _ => new[] { ModelSpeed.Generate, ModelSpeed.Embed }, (model, task) => fleet.SpeedOf(device.Id, model, task))
            .OfType<ModelSpeed>()
            .Select(SpeedView.Of)],
        Tags = JsonElement.Parse(device.Tags),
    };
}

/// <summary>Jobs a device may run at once, and runs now.</summary>
internal sealed record SlotView(int Total, int Used);

/// <summary>The circuit breaker of a device.</summary>
internal sealed record CircuitView(string State, int Failures, DateTimeOffset? OpenedAt, string? LastError)
{
    public static CircuitView Of(Circuit circuit) =>
        new($"{circuit.State}".ToLowerInvariant(), circuit.Failures, circuit.OpenedAt, circuit.LastError);
}

/// <summary>How fast a model was on a device.</summary>
internal sealed record SpeedView(string Model, string TaskType, double? Tps, double? LatencyMs, double? TtftMs, double? LoadMs, long Samples)
{
    public static SpeedView Of(ModelSpeed speed) =>
        new(speed.Model, speed.TaskType, speed.TokensPerSecond, speed.LatencyMs, speed.FirstTokenMs, speed.LoadMs, speed.Samples);
}
