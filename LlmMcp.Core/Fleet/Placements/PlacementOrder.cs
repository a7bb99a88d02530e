namespace LlmMcp.Core.Fleet.Placements;

/// <summary>
/// Which of several places of equal worth is asked first: loaded with a free slot; a free slot; faster; a larger model; by id.
/// Total, so that a decision depends on nothing but the fleet. A value: tens of thousands are sorted every two seconds.
/// </summary>
internal readonly struct PlacementOrder(Placement place)
{
    private readonly int readiness = !place.HasFreeSlot ? 2 : place.Loaded ? 0 : 1;
    private readonly double speed = place.TokensPerSecond ?? 0;
    private readonly double size = (double)(place.Facts?.ParamsB ?? 0);
    // Nodes are numbered by id.
    private readonly int node = place.DeviceIndex;
    private readonly string model = place.Model;

    /// <summary>Sorts places, best first.</summary>
    public static void Sort(Placement[] places)
    {
        var keys = new PlacementOrder[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            keys[i] = new PlacementOrder(places[i]);
        }

        Array.Sort(keys, places, Comparer.Instance);
    }

    private sealed class Comparer : IComparer<PlacementOrder>
    {
        public static Comparer Instance { get; } = new();

        public int Compare(PlacementOrder x, PlacementOrder y)
        {
            if (x.readiness != y.readiness)
            {
                return x.readiness - y.readiness;
            }

            if (x.speed != y.speed)
            {
                return x.speed > y.speed ? -1 : 1;
            }

            if (x.size != y.size)
            {
                return x.size > y.size ? -1 : 1;
            }

            return x.node != y.node ? x.node - y.node : string.CompareOrdinal(x.model, y.model);
        }
    }
}
