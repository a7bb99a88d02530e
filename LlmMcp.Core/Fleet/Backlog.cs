using System.Collections.Frozen;

namespace LlmMcp.Core.Fleet;

/// <summary>Work that waits for devices and runs on them, as last counted. Advice only.</summary>
/// <param name="Devices">By device id; a device without an entry has nothing to do.</param>
internal sealed record Backlog(FrozenDictionary<string, DeviceBacklog> Devices)
{
    /// <summary>Nothing waits.</summary>
    public static Backlog Empty { get; } = new(FrozenDictionary<string, DeviceBacklog>.Empty);

    /// <summary>Seconds until a device is expected to have room; null when that was never measured.</summary>
    public double? Of(string deviceId) => Devices.TryGetValue(deviceId, out var device) ? device.Seconds : 0;
}

/// <summary>The share of the waiting work that falls to one device.</summary>
/// <param name="Seconds">Expected until a slot is free for one more job, from measured speeds; null when some of the work was never measured.</param>
internal sealed record DeviceBacklog(double? Seconds);
