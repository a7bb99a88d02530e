using System.Collections.Concurrent;
using System.Collections.Frozen;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet.Speeds;

namespace LlmMcp.Core.Fleet;

/// <summary>
/// The fleet at one moment, never changed afterwards. It may be seconds old: good for advice, never for taking a slot.
/// </summary>
internal sealed class FleetSnapshot
{
    // Blocks come from payloads; somebody may send a new model name with every job.
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<WorkBlock, IReadOnlyList<FleetDevice>> candidates = new();

    private readonly FrozenDictionary<(string DeviceId, string Model, string TaskType), ModelSpeed> speeds;
    private readonly FrozenDictionary<string, double> loadPaces;
    private readonly FrozenSet<LostReach> lost;

    public FleetSnapshot(
        IEnumerable<FleetDevice> devices, IEnumerable<CatalogueModel> models, IEnumerable<BenchmarkFact> benchmarks,
        IEnumerable<ModelSpeed>? speeds = null, IEnumerable<LostReach>? lost = null)
    {
        this.speeds = (speeds ?? []).ToFrozenDictionary(static speed => (speed.DeviceId, speed.Model, speed.TaskType));
        this.lost = (lost ?? []).ToFrozenSet();
        Devices = devices.ToFrozenDictionary(static device => device.Id);
        Models = models.ToFrozenDictionary(static model => (model.Provider, model.Id));
        Benchmarks = benchmarks.ToLookup(static fact => (fact.Model, fact.TaskType));
        loadPaces = LoadEstimate.Paces(this.speeds.Values, SizeOf).ToFrozenDictionary(static pace => pace.DeviceId, static pace => pace.BytesPerSecond);
    }

    /// <summary>No device at all: before the first look.</summary>
    public static FleetSnapshot Empty { get; } = new([], [], []);

    /// <summary>Every known device by id, offline ones included.</summary>
    public FrozenDictionary<string, FleetDevice> Devices { get; }

    /// <summary>Every known model by provider and canonical name.</summary>
    public FrozenDictionary<(string Provider, string Id), CatalogueModel> Models { get; }

    /// <summary>Measurements by canonical model name and task type.</summary>
    public ILookup<(string Model, string TaskType), BenchmarkFact> Benchmarks { get; }

    /// <summary>What is known of a model; null when nothing is.</summary>
    public CatalogueModel? FindModel(string provider, string name) =>
        Models.GetValueOrDefault((provider, ModelName.Canonical(provider, name)));

    /// <summary>How fast a model was on a device; null when never measured.</summary>
    /// <param name="deviceId">The device.</param>
    /// <param name="canonicalName">The model.</param>
    /// <param name="taskType"><see cref="ModelSpeed.Generate"/> or <see cref="ModelSpeed.Embed"/>.</param>
    public ModelSpeed? SpeedOf(string deviceId, string canonicalName, string taskType) =>
        speeds.GetValueOrDefault((deviceId, canonicalName, taskType));

    /// <summary>How fast a device loaded models so far, in bytes of their files per second; null when no load was seen.</summary>
    public double? LoadPaceOf(string deviceId) => loadPaces.TryGetValue(deviceId, out var pace) ? pace : null;

    /// <summary>True when the worker may be offered the device: nothing says that it cannot connect to it.</summary>
    public bool Reaches(string workerId, FleetDevice device) =>
        (device.OnlyWorkers.Count == 0 || device.OnlyWorkers.Contains(workerId)) && !lost.Contains(new LostReach(workerId, device.Id));

    /// <summary>Online devices of a provider.</summary>
    public IEnumerable<FleetDevice> Online(string provider) => Devices.Values.Where(device => device.Online && device.Provider == provider);

    /// <summary>Online devices that have a model and may run it.</summary>
    public IEnumerable<FleetDevice> OnlineWith(string provider, string model)
    {
        var name = ModelName.Canonical(provider, model);
        return Online(provider).Where(device => device.CanRun(name));
    }

    /// <summary>
    /// The online devices that can run <paramref name="block"/>, best first: the model loaded, then quick to answer, then by id.
    /// Empty for a block that needs no device, and while nobody can run it.
    /// </summary>
    public IReadOnlyList<FleetDevice> CandidatesFor(WorkBlock block)
    {
        if (candidates.TryGetValue(block, out var known))
        {
            return known;
        }

        var found = FindCandidates(block);
        if (candidates.Count < MostRemembered)
        {
            candidates.TryAdd(block, found);
        }

        return found;
    }

    /// <summary>True when a scheduler would do the same with either.</summary>
    public bool ServesAs(FleetSnapshot other) =>
        Devices.Count == other.Devices.Count
        && Devices.Values.All(device => other.Devices.TryGetValue(device.Id, out var same) && device.ServesAs(same))
        && Models.Count == other.Models.Count
        && Models.Values.All(model => other.Models.TryGetValue((model.Provider, model.Id), out var same) && model == same)
        && lost.SetEquals(other.lost);

    /// <summary>True when some device, online or not, has the model.</summary>
    public bool IsKnown(string provider, string canonicalName) =>
        Devices.Values.Any(device => device.Provider == provider && (device.IsCloud || device.Models.Contains(canonicalName)));

    private long? SizeOf(ModelSpeed speed) =>
        Devices.TryGetValue(speed.DeviceId, out var device) ? Models.GetValueOrDefault((device.Provider, speed.Model))?.SizeBytes : null;

    private IReadOnlyList<FleetDevice> FindCandidates(WorkBlock block)
    {
        if (!block.NeedsSlot)
        {
            return [];
        }

        var provider = JobProviders.Of(block.Kind);
        var name = ModelName.Canonical(provider, block.Model);
        // A model that no device of ours ever had: a node's own "not found" now is a better answer than waiting for ever, and
        // some compatible servers take any name.
        var able = block.Model.Length == 0 || !IsKnown(provider, name) ? Online(provider) : OnlineWith(provider, block.Model);
        return [.. able
            .Where(device => block.DeviceId.Length == 0 || device.Id == block.DeviceId)
            .OrderByDescending(device => device.Loaded.Contains(name))
            // A millisecond more or less is noise, a node across the ocean is not.
            .ThenBy(static device => (device.LatencyMs ?? int.MaxValue) / 50)
            .ThenBy(static device => device.Id, StringComparer.Ordinal)];
    }
}
