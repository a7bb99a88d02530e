using LlmMcp.Telemetry.Looks;

namespace LlmMcp.Telemetry.Rules;

/// <summary>A device went offline. Core's discovery has looked more than once before it says so.</summary>
internal sealed class DeviceOffline : IRule
{
    /// <summary>Core lists no more devices than these: what is missing then may still be there.</summary>
    private const int MostListed = 500;

    public string Name => "device_offline";

    public Family Family => Family.Fleet;

    public IEnumerable<Finding> See(Look look, AlertSettings settings)
    {
        // A host that is lost is told once, not once for each of its devices.
        var covered = look.Dashboard.Hosts.Where(HostLost.IsLost).SelectMany(static host => host.Nodes!).Select(static node => node.DeviceId).ToHashSet();
        return look.Dashboard.Devices
            .Where(static device => device.Status != "online")
            .Select(device => device.Status == "offline" && !covered.Contains(device.Id)
                ? new Finding(device.Id, Names.Of(device), $"OFFLINE: {Names.Of(device)}")
                : Finding.Unclear(device.Id));
    }

    public string? Over(string key, string subject, TimeSpan lasted, Look look) =>
        look.Dashboard.Devices.Any(device => device.Id == key) || look.Dashboard.Devices.Count >= MostListed
            ? $"ONLINE: {subject} (after {Ages.Of(lasted)})"
            : null;
}
