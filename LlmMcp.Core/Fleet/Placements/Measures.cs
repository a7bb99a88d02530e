using LlmMcp.Core.Fleet.Speeds;

namespace LlmMcp.Core.Fleet.Placements;

/// <summary>Brings together what was measured and what is known of a place. Real jobs speak before benchmarks.</summary>
internal sealed class Measures(FleetSnapshot fleet)
{
    private readonly Dictionary<(string Device, string Model, string Task), BenchmarkFact> benchmarks = fleet.Benchmarks
        .SelectMany(static facts => facts)
        .DistinctBy(static fact => (fact.DeviceId, fact.Model, fact.TaskType))
        .ToDictionary(static fact => (fact.DeviceId, fact.Model, fact.TaskType));

    /// <summary>The place of a model on a node.</summary>
    /// <param name="device">The node.</param>
    /// <param name="index">Its number.</param>
    /// <param name="name">Canonical name of the model, as the node spells it.</param>
    /// <param name="facts">What is known of the model.</param>
    public Placement Of(FleetDevice device, int index, string name, CatalogueModel? facts)
    {
        var task = facts?.IsEmbedding == true ? ModelSpeed.Embed : ModelSpeed.Generate;
        var speed = fleet.SpeedOf(device.Id, name, task);
        var benchmark = benchmarks.Count == 0 ? null : benchmarks.GetValueOrDefault((device.Id, name, task));
        var loaded = device.Loaded.Contains(name);
        return new Placement
        {
            Device = device,
            DeviceIndex = index,
            Model = name,
            Facts = facts,
            TokensPerSecond = speed?.TokensPerSecond ?? benchmark?.TokensPerSecond,
            LatencyMs = speed?.LatencyMs ?? benchmark?.LatencyMs,
            ExpectedLoad = loaded ? TimeSpan.Zero : LoadEstimate.Of(speed?.LoadMs, facts?.SizeBytes, fleet.LoadPaceOf(device.Id)),
            Loaded = loaded,
            // What its limits forbid stays so when the node comes back: it says more.
            Closed = device.Forbidden.TryGetValue(name, out var reason) ? PlacementClosed.ForbiddenPrefix + reason : PlacementClosed.Of(device),
        };
    }
}
