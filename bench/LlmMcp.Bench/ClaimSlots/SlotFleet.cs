using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Scheduling;

namespace LlmMcp.Bench.ClaimSlots;

/// <summary>Devices that all meet one need, each with a model of its own; the last tenth of them is second choice.</summary>
internal sealed class SlotFleet(int devices) : IDeviceSource
{
    /// <summary>The block of its jobs.</summary>
    public static WorkBlock Block { get; } = WorkBlock.LateBound("bench");

    private readonly RouteCandidate[] candidates =
    [
        .. Enumerable.Range(1, devices).Select(i => new RouteCandidate($"d{i}", Providers.Ollama, JobKinds.OllamaChat, $"model-{i % 7}:3b")
        {
            Preference = i * 10 > devices * 9 ? 1 : 0, Loaded = i % 2 == 0, TokensPerSecond = i % 13, Why = "small, loaded",
        }),
    ];

    /// <summary>The fleet never changes.</summary>
    public event Action? Changed
    {
        add { }
        remove { }
    }

    public IReadOnlyList<RouteCandidate> Candidates(WorkBlock block) => block == Block ? candidates : [];

    public bool Reaches(string workerId, string deviceId) => true;

    public double? SecondsPerJob(string deviceId, string kind, string model) => 1;

    public DeviceEndpoint? Find(string deviceId) => null;
}
