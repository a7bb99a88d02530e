namespace LlmMcp.Core.Fleet;

/// <summary>The answer of <c>GET /v1/devices</c>. <c>looked_at</c> is null until this Core has looked at its nodes for the first time.</summary>
internal sealed record DeviceList(IReadOnlyList<DeviceView> Devices, DateTimeOffset? LookedAt);

/// <summary>A device as callers see it.</summary>
internal sealed record DeviceView(
    string Id, string Name, string Provider, string Status, string Host, string? BaseUrl, IReadOnlyList<string> Models,
    IReadOnlyList<string> Loaded, bool Simulated, SlotView Slots, int? LatencyMs, DateTimeOffset? LastSeen)
{
    public static DeviceView Of(FleetDevice device, SlotUse slots) => new(
        device.Id, device.Name, device.Provider, device.Status, device.Host, device.BaseUrl?.AbsoluteUri.TrimEnd('/'),
        [.. device.Models.Order(StringComparer.Ordinal)], [.. device.Loaded.Order(StringComparer.Ordinal)], device.Simulated,
        new SlotView(slots.Total, slots.Used), device.LatencyMs, device.LastSeen);
}

/// <summary>Jobs a device may run at once, and runs now.</summary>
internal sealed record SlotView(int Total, int Used);
