using LlmMcp.Contracts;
using LlmMcp.Core.Fleet.Speeds;

namespace LlmMcp.Core.Fleet.Placements;

/// <summary>
/// A fleet turned round: from a tier or a model to the places that have it. Made once per snapshot, so that a decision over
/// tens of thousands of places looks at a handful.
/// </summary>
internal sealed class PlacementIndex
{
    private static readonly string[] Local = [Providers.Ollama, Providers.Compat];

    private readonly Dictionary<(string Tier, bool Embedding), PlacementList> tiers;
    private readonly Dictionary<string, Dictionary<string, PlacementList>> models;
    private readonly Dictionary<string, FleetDevice[]> nodes;
    private readonly Dictionary<string, FleetDevice> clouds;
    private readonly CloudCatalogue catalogue;
    private readonly int sizedChat;
    private readonly int sizedEmbedding;

    public PlacementIndex(FleetSnapshot fleet)
    {
        FleetDevice[] devices = [.. fleet.Devices.Values.OrderBy(static device => device.Id, StringComparer.Ordinal)];
        nodes = Local.ToDictionary(static provider => provider, provider => devices.Where(device => !device.IsCloud && device.Provider == provider).ToArray());
        clouds = devices.Where(static device => device.IsCloud).DistinctBy(static device => device.Provider).ToDictionary(static device => device.Provider);
        catalogue = new CloudCatalogue(fleet.Models.Values);
        NodeCount = devices.Length;

        var byTier = new Dictionary<(string, bool), List<Placement>>();
        var byModel = Local.ToDictionary(static provider => provider, static _ => new Dictionary<string, List<Placement>>(ModelName.Comparer));
        var facts = new FactFinder(fleet);
        for (var index = 0; index < devices.Length; index++)
        {
            if (devices[index] is { IsCloud: false } device && byModel.TryGetValue(device.Provider, out var ofProvider))
            {
                foreach (var name in device.Models)
                {
                    var place = facts.Place(device, index, name);
                    Add(ofProvider, name, place);
                    if (place.Facts is { Tier: { } tier } known)
                    {
                        Add(byTier, (tier, known.IsEmbedding), place);
                    }
                    else
                    {
                        Unsized++;
                    }
                }
            }
        }

        tiers = byTier.ToDictionary(static pair => pair.Key, static pair => new PlacementList(pair.Value));
        sizedChat = tiers.Where(static tier => !tier.Key.Embedding).Sum(static tier => tier.Value.Count);
        sizedEmbedding = tiers.Where(static tier => tier.Key.Embedding).Sum(static tier => tier.Value.Count);
        models = byModel.ToDictionary(
            static provider => provider.Key,
            static provider => provider.Value.ToDictionary(static pair => pair.Key, static pair => new PlacementList(pair.Value), ModelName.Comparer));
    }

    /// <summary>One more than the highest <see cref="Placement.DeviceIndex"/>.</summary>
    public int NodeCount { get; }

    /// <summary>Places whose model's size is unknown: never chosen by quality.</summary>
    public int Unsized { get; }

    /// <summary>Cloud models.</summary>
    public CloudCatalogue Catalogue => catalogue;

    /// <summary>Places of a size, embedding models apart from those that talk.</summary>
    public PlacementList OfTier(string tier, bool embedding) => tiers.GetValueOrDefault((tier, embedding), PlacementList.Empty);

    /// <summary>Places whose model has a size.</summary>
    public int CountSized(bool embedding) => embedding ? sizedEmbedding : sizedChat;

    /// <summary>Places of a model; empty when no device of ours ever had it.</summary>
    public PlacementList OfModel(string provider, string canonicalName) =>
        models.TryGetValue(provider, out var ofProvider) ? ofProvider.GetValueOrDefault(canonicalName, PlacementList.Empty) : PlacementList.Empty;

    /// <summary>Every model some node of the provider has, online or not.</summary>
    public IEnumerable<PlacementList> Models(string provider) => models.TryGetValue(provider, out var ofProvider) ? ofProvider.Values : [];

    /// <summary>Nodes of a provider by id, offline ones included.</summary>
    public IReadOnlyList<FleetDevice> Nodes(string provider) => nodes.GetValueOrDefault(provider, []);

    /// <summary>A cloud provider as a device; null when there is none such.</summary>
    public FleetDevice? Cloud(string provider) => clouds.GetValueOrDefault(provider);

    /// <summary>Sorts the places by tier, which most decisions look at.</summary>
    public void Prepare()
    {
        foreach (var tier in tiers.Values)
        {
            tier.Prepare();
        }
    }

    private static void Add<TKey>(Dictionary<TKey, List<Placement>> lists, TKey key, Placement place)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        list.Add(place);
    }

    /// <summary>Brings together what is known of a place.</summary>
    private sealed class FactFinder(FleetSnapshot fleet)
    {
        private readonly Dictionary<(string Device, string Model, string Task), BenchmarkFact> benchmarks = fleet.Benchmarks
            .SelectMany(static facts => facts)
            .DistinctBy(static fact => (fact.DeviceId, fact.Model, fact.TaskType))
            .ToDictionary(static fact => (fact.DeviceId, fact.Model, fact.TaskType));

        public Placement Place(FleetDevice device, int index, string name)
        {
            var model = fleet.Models.GetValueOrDefault((device.Provider, name));
            var task = model?.IsEmbedding == true ? ModelSpeed.Embed : ModelSpeed.Generate;
            var speed = fleet.SpeedOf(device.Id, name, task);
            var benchmark = benchmarks.Count == 0 ? null : benchmarks.GetValueOrDefault((device.Id, name, task));
            var loaded = device.Loaded.Contains(name);
            return new Placement
            {
                Device = device,
                DeviceIndex = index,
                Model = name,
                Facts = model,
                TokensPerSecond = speed?.TokensPerSecond ?? benchmark?.TokensPerSecond,
                LatencyMs = speed?.LatencyMs ?? benchmark?.LatencyMs,
                ExpectedLoad = loaded ? TimeSpan.Zero : LoadEstimate.Of(speed?.LoadMs, model?.SizeBytes, fleet.LoadPaceOf(device.Id)),
                Loaded = loaded,
                // What its limits forbid stays so when the node comes back: it says more.
                Closed = device.Forbidden.TryGetValue(name, out var reason) ? PlacementClosed.ForbiddenPrefix + reason : PlacementClosed.Of(device),
            };
        }
    }
}
