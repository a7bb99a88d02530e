using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Scheduling;

/// <summary>The fleet as the scheduler asks for it.</summary>
internal sealed class FleetDeviceSource(FleetCache cache) : IDeviceSource
{
    public event Action? Changed
    {
        add => cache.Changed += value;
        remove => cache.Changed -= value;
    }

    public IReadOnlyList<string> Candidates(WorkBlock block) => [.. cache.Current.CandidatesFor(block).Select(static device => device.Id)];

    public DeviceEndpoint? Find(string deviceId) =>
        cache.Current.Devices.TryGetValue(deviceId, out var device) && device.BaseUrl is { } url
            ? new DeviceEndpoint(url.GetLeftPart(UriPartial.Authority) + url.AbsolutePath.TrimEnd('/'), device.HostHeader ?? "")
            : null;
}
