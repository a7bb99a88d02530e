using LlmMcp.Core.Fleet;
using LlmMcp.Core.Routing;

namespace LlmMcp.Core.Scheduling;

/// <summary>The fleet as the scheduler asks for it.</summary>
internal sealed class FleetDeviceSource(FleetCache cache, RoutingViews views) : IDeviceSource
{
    public event Action? Changed
    {
        add => cache.Changed += value;
        remove => cache.Changed -= value;
    }

    public IReadOnlyList<RouteCandidate> Candidates(WorkBlock block) => Router.Candidates(block, cache.Current, views.Current);

    public bool Reaches(string workerId, string deviceId) =>
        !cache.Current.Devices.TryGetValue(deviceId, out var device) || cache.Current.Reaches(workerId, device);

    public double? SecondsPerJob(string deviceId, string kind, string model) =>
        cache.Current.SpeedOfJob(deviceId, kind, model) is { LatencyMs: > 0 and var latency } ? latency / 1000 : null;

    public DeviceEndpoint? Find(string deviceId) =>
        cache.Current.Devices.TryGetValue(deviceId, out var device) && device.BaseUrl is { } url
            ? new DeviceEndpoint(url.GetLeftPart(UriPartial.Authority) + url.AbsolutePath.TrimEnd('/'), device.HostHeader ?? "")
            : null;
}
