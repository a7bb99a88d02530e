using System.Collections.Frozen;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Core.Fleet.Placements;
using LlmMcp.Core.Fleet.Speeds;

namespace LlmMcp.Core.Fleet;

/// <summary>
/// The fleet at one moment, never changed afterwards. It may be seconds old: good for advice, never for taking a slot.
/// </summary>
internal sealed class FleetSnapshot
{
    private readonly Lazy<PlacementIndex> placements;
    private readonly Dictionary<(string DeviceId, string Model, string TaskType), ModelSpeed> speeds;
    private readonly FrozenDictionary<string, double> loadPaces;
    private readonly FrozenSet<LostReach> lost;

    public FleetSnapshot(
        IEnumerable<FleetDevice> devices, IEnumerable<CatalogueModel> models, IEnumerable<BenchmarkFact> benchmarks,
        IEnumerable<ModelSpeed>? speeds = null, IEnumerable<LostReach>? lost = null)
    {
        // Not frozen: a picture lives two seconds, and freezing tens of thousands of keys takes longer than all look-ups in them.
        this.speeds = (speeds ?? []).ToDictionary(static speed => (speed.DeviceId, speed.Model, speed.TaskType));
        this.lost = (lost ?? []).ToFrozenSet();
        Devices = devices.ToFrozenDictionary(static device => device.Id);
        Models = models.ToFrozenDictionary(static model => (model.Provider, model.Id));
        Benchmarks = benchmarks.ToLookup(static fact => (fact.Model, fact.TaskType));
        loadPaces = LoadEstimate.Paces(this.speeds.Values, SizeOf).ToFrozenDictionary(static pace => pace.DeviceId, static pace => pace.BytesPerSecond);
        placements = new(() => new PlacementIndex(this));
    }

    /// <summary>No device at all: before the first look.</summary>
    public static FleetSnapshot Empty { get; } = new([], [], []);

    /// <summary>Every known device by id, offline ones included.</summary>
    public FrozenDictionary<string, FleetDevice> Devices { get; }

    /// <summary>Every known model by provider and canonical name.</summary>
    public FrozenDictionary<(string Provider, string Id), CatalogueModel> Models { get; }

    /// <summary>Measurements by canonical model name and task type.</summary>
    public ILookup<(string Model, string TaskType), BenchmarkFact> Benchmarks { get; }

    /// <summary>From tiers and models to the nodes that have them. Made when first asked for, or by <see cref="Prepare"/>.</summary>
    public PlacementIndex Placements => placements.Value;

    /// <summary>What others worked out from this picture; it goes when the picture goes.</summary>
    public SnapshotMemo Memo { get; } = new();

    /// <summary>Does now, off the path of requests, what the first of them would otherwise wait for.</summary>
    public void Prepare() => Placements.Prepare();

    /// <summary>What is known of a model; null when nothing is.</summary>
    public CatalogueModel? FindModel(string provider, string name) =>
        Models.GetValueOrDefault((provider, ModelName.Canonical(provider, name)));

    /// <summary>True for a model that embeds: one the catalogue does not know is judged by its name.</summary>
    public bool IsEmbedding(string provider, string name) => FindModel(provider, name)?.IsEmbedding ?? ModelTraits.Kind(name, null) == CatalogueModel.Embed;

    /// <summary>How fast a model was on a device; null when never measured.</summary>
    /// <param name="deviceId">The device.</param>
    /// <param name="canonicalName">The model.</param>
    /// <param name="taskType"><see cref="ModelSpeed.Generate"/> or <see cref="ModelSpeed.Embed"/>.</param>
    public ModelSpeed? SpeedOf(string deviceId, string canonicalName, string taskType) =>
        speeds.GetValueOrDefault((deviceId, canonicalName, taskType));

    /// <summary>How fast jobs of a kind were on a device with a model, however the job spells it; null when never measured, or when they call none.</summary>
    public ModelSpeed? SpeedOfJob(string deviceId, string kind, string model) =>
        JobKinds.CallsModel(kind) ? SpeedOf(deviceId, ModelName.Canonical(JobProviders.Of(kind), model), ModelSpeed.TaskOf(kind)) : null;

    /// <summary>How fast a device loaded models so far, in bytes of their files per second; null when no load was seen.</summary>
    public double? LoadPaceOf(string deviceId) => loadPaces.TryGetValue(deviceId, out var pace) ? pace : null;

    /// <summary>True when the worker may be offered the device: nothing says that it cannot connect to it.</summary>
    public bool Reaches(string workerId, FleetDevice device) =>
        (device.OnlyWorkers.Count == 0 || device.OnlyWorkers.Contains(workerId)) && !lost.Contains(new LostReach(workerId, device.Id));

    /// <summary>Online devices of a provider.</summary>
    public IEnumerable<FleetDevice> Online(string provider) => Devices.Values.Where(device => device.Online && device.Provider == provider);

    /// <summary>True when a scheduler would do the same with either.</summary>
    public bool ServesAs(FleetSnapshot other) =>
        Devices.Count == other.Devices.Count
        && Devices.Values.All(device => other.Devices.TryGetValue(device.Id, out var same) && device.ServesAs(same))
        && Models.Count == other.Models.Count
        && Models.Values.All(model => other.Models.TryGetValue((model.Provider, model.Id), out var same) && model == same)
        && lost.SetEquals(other.lost);

    private long? SizeOf(ModelSpeed speed) =>
        Devices.TryGetValue(speed.DeviceId, out var device) ? Models.GetValueOrDefault((device.Provider, speed.Model))?.SizeBytes : null;
}
