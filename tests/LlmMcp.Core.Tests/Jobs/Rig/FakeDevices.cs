using LlmMcp.Core.Fleet;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Scheduling;

namespace LlmMcp.Core.Tests.Jobs.Rig;

/// <summary>Which device runs which model, as the test says.</summary>
internal sealed class FakeDevices : IDeviceSource
{
    private readonly Dictionary<string, string[]> byModel = [];
    private readonly Dictionary<string, RouteCandidate[]> byNeed = [];
    private readonly HashSet<(string Worker, string Device)> lost = [];

    public event Action? Changed;

    public FakeDevices Runs(string model, params string[] devices)
    {
        byModel[model] = devices;
        Changed?.Invoke();
        return this;
    }

    /// <summary>Where jobs of a late-bound need may run.</summary>
    public FakeDevices Meets(string need, params RouteCandidate[] candidates)
    {
        byNeed[need] = candidates;
        Changed?.Invoke();
        return this;
    }

    public FakeDevices Lost(string worker, string device)
    {
        lost.Add((worker, device));
        return this;
    }

    public IReadOnlyList<RouteCandidate> Candidates(WorkBlock block) => block.IsLateBound
        ? byNeed.GetValueOrDefault(block.Need, [])
        : [.. byModel.GetValueOrDefault(block.Model, []).Select(device => new RouteCandidate(device, JobProviders.Of(block.Kind), block.Kind, block.Model))];

    public bool Reaches(string workerId, string deviceId) => !lost.Contains((workerId, deviceId));

    /// <summary>What every job takes; null when nothing was measured.</summary>
    public double? Seconds { get; set; }

    public double? SecondsPerJob(string deviceId, string kind, string model) => Seconds;

    public DeviceEndpoint? Find(string deviceId) => new($"http://{deviceId}.test:11434", "");
}
