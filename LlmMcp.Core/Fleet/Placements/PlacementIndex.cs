using System.Runtime.InteropServices;
using LlmMcp.Contracts;

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
        var byModel = Local.ToDictionary(static provider => provider, static _ => new Dictionary<string, KnownModel>(ModelName.Comparer));
        var measures = new Measures(fleet);
        for (var index = 0; index < devices.Length; index++)
        {
            if (devices[index] is { IsCloud: false } device && byModel.TryGetValue(device.Provider, out var ofProvider))
            {
                foreach (var name in device.Models)
                {
                    ref var model = ref CollectionsMarshal.GetValueRefOrAddDefault(ofProvider, name, out _);
                    model ??= new KnownModel(fleet.FindModel(device.Provider, name), byTier);
                    model.Add(measures.Of(device, index, name, model.Facts));
                }
            }
        }

        Unsized = byModel.Values.SelectMany(static provider => provider.Values).Where(static model => model.Facts?.Tier is null).Sum(static model => model.Places.Count);
        tiers = byTier.ToDictionary(static pair => pair.Key, static pair => new PlacementList(pair.Value));
        sizedChat = tiers.Where(static tier => !tier.Key.Embedding).Sum(static tier => tier.Value.Count);
        sizedEmbedding = tiers.Where(static tier => tier.Key.Embedding).Sum(static tier => tier.Value.Count);
        models = byModel.ToDictionary(
            static provider => provider.Key,
            static provider => provider.Value.ToDictionary(static pair => pair.Key, static pair => new PlacementList(pair.Value.Places), ModelName.Comparer));
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

    /// <summary>What is known of a model, looked up once, and the places that have it.</summary>
    private sealed class KnownModel
    {
        private readonly List<Placement>? ofTier;

        public KnownModel(CatalogueModel? facts, Dictionary<(string, bool), List<Placement>> byTier)
        {
            Facts = facts;
            if (facts?.Tier is { } tier && !byTier.TryGetValue((tier, facts.IsEmbedding), out ofTier))
            {
                byTier.Add((tier, facts.IsEmbedding), ofTier = []);
            }
        }

        public CatalogueModel? Facts { get; }

        public List<Placement> Places { get; } = [];

        public void Add(Placement place)
        {
            Places.Add(place);
            ofTier?.Add(place);
        }
    }
}
