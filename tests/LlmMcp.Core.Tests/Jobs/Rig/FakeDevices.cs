using LlmMcp.Core.Fleet;
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

    public IReadOnlyList<string> Candidates(WorkBlock block) => byModel.GetValueOrDefault(block.Model, []);

    public DeviceEndpoint? Find(string deviceId) => new($"http://{deviceId}.test:11434", "");
}
