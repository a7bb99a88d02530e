using System.Runtime.InteropServices;

namespace LlmMcp.Core.Fleet.Placements;

/// <summary>Places of one sort (a tier, a model): those open to jobs, best first, and those that are not. Sorted when first looked at.</summary>
internal sealed class PlacementList
{
    private readonly Lazy<Placement[]> open;
    private readonly Lazy<Placement[]> closed;
    private readonly Lazy<ModelPlaces[]> models;
    private readonly Lazy<KeyValuePair<string, int>[]> closedCounts;

    public PlacementList(List<Placement> places)
    {
        Count = places.Count;
        open = new(() => Sorted(places, static place => place.Closed is null));
        closed = new(() => Sorted(places, static place => place.Closed is not null));
        models = new(() => Group(Open));
        closedCounts = new(() => [.. Closed
            .CountBy(static place => place.Closed!)
            .OrderBy(static reason => reason.Key, StringComparer.Ordinal)]);
    }

    /// <summary>Nothing of this sort anywhere.</summary>
    public static PlacementList Empty { get; } = new([]);

    /// <summary>All places, open or not.</summary>
    public int Count { get; }

    /// <summary>By <see cref="PlacementOrder"/>.</summary>
    public Placement[] Open => open.Value;

    /// <summary>By <see cref="PlacementOrder"/>.</summary>
    public Placement[] Closed => closed.Value;

    /// <summary>How many of <see cref="Closed"/> there are by reason.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> ClosedCounts => closedCounts.Value;

    /// <summary>The models of <see cref="Open"/>, shortest context first.</summary>
    public IReadOnlyList<ModelPlaces> Models => models.Value;

    /// <summary>Sorts now what would otherwise be sorted by the first request.</summary>
    public void Prepare() => _ = (Models, ClosedCounts);

    private static Placement[] Sorted(List<Placement> places, Predicate<Placement> wanted)
    {
        Placement[] found = [.. places.Where(place => wanted(place))];
        PlacementOrder.Sort(found);
        return found;
    }

    private static ModelPlaces[] Group(Placement[] places)
    {
        var counts = new Dictionary<(string Provider, string Model, int Context), (Placement First, int Count)>();
        foreach (var place in places)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, (place.Device.Provider, place.Model, place.Context), out _);
            entry = (entry.First ?? place, entry.Count + 1);
        }

        return [.. counts
            .Select(static entry => new ModelPlaces(entry.Key.Provider, entry.Key.Model, entry.Key.Context, entry.Value.First.Facts?.ParamsB, entry.Value.Count))
            .OrderBy(static model => model.Context)
            .ThenBy(static model => model.Model, StringComparer.Ordinal)
            .ThenBy(static model => model.Provider, StringComparer.Ordinal)];
    }
}

/// <summary>A model and how many places have it with one context: a node's limits may shorten it.</summary>
/// <param name="Provider">Whose nodes.</param>
/// <param name="Model">Canonical name.</param>
/// <param name="Context">In tokens.</param>
/// <param name="ParamsB">Billions of parameters; null when unknown.</param>
/// <param name="Places">How many.</param>
internal readonly record struct ModelPlaces(string Provider, string Model, int Context, decimal? ParamsB, int Places);
