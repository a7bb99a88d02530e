using LlmMcp.Core.Fleet;
using LlmMcp.Core.Routing;

namespace LlmMcp.Core.Scheduling;

/// <summary>What the scheduler asks of the fleet. A snapshot: it steers the plan, the claim re-checks the slot.</summary>
internal interface IDeviceSource
{
    /// <summary>Devices or their models changed.</summary>
    event Action? Changed;

    /// <summary>Where jobs of the block can run now and what they would run there, best first.</summary>
    IReadOnlyList<RouteCandidate> Candidates(WorkBlock block);

    /// <summary>False when the worker is known not to reach the device.</summary>
    bool Reaches(string workerId, string deviceId);

    /// <summary>Measured seconds a job of the kind takes there; null when never measured.</summary>
    double? SecondsPerJob(string deviceId, string kind, string model);

    /// <summary>Where to reach a device; null for a cloud provider, whose address is the worker's business.</summary>
    DeviceEndpoint? Find(string deviceId);
}

/// <summary>Where a worker reaches a node.</summary>
/// <param name="BaseUrl">Such as <c>http://100.64.0.7:11434</c>.</param>
/// <param name="HostHeader">Host header to send; empty for the address itself.</param>
internal sealed record DeviceEndpoint(string BaseUrl, string HostHeader);
