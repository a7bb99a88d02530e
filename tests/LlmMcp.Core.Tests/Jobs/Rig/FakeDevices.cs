using LlmMcp.Core.Fleet;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Scheduling;

namespace LlmMcp.Core.Tests.Jobs.Rig;

/// <summary>Which device runs which model, as the test says.</summary>
internal sealed class FakeDevices : IDeviceSource
{
    private readonly Dictionary<string, string[]> byModel = [];

    public event Action? Changed;

    public FakeDevices Runs(string model, params string[] devices)
    {
        byModel[model] = devices;
        Changed?.Invoke();
        return this;
    }

    public IReadOnlyList<RouteCandidate> Candidates(WorkBlock block) =>
        [.. byModel.GetValueOrDefault(block.Model, []).Select(device => new RouteCandidate(device, JobProviders.Of(block.Kind), block.Kind, block.Model))];

    public bool Reaches(string workerId, string deviceId) => true;

    public DeviceEndpoint? Find(string deviceId) => new($"http://{deviceId}.test:11434", "");
}
