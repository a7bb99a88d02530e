namespace LlmMcp.Core.Fleet.Placements;

/// <summary>
/// Which of several places of equal worth is asked first: loaded with a free slot; a free slot; faster; a larger model; by id.
/// Total, so that a decision depends on nothing but the fleet.
/// </summary>
internal sealed class PlacementOrder : IComparer<Placement>
{
    public static PlacementOrder Instance { get; } = new();

    public int Compare(Placement? x, Placement? y)
    {
        var order = Readiness(x!).CompareTo(Readiness(y!));
        if (order != 0)
        {
            return order;
        }

        order = (y!.TokensPerSecond ?? 0).CompareTo(x!.TokensPerSecond ?? 0);
        if (order != 0)
        {
            return order;
        }

        order = (y.Facts?.ParamsB ?? 0).CompareTo(x.Facts?.ParamsB ?? 0);
        if (order != 0)
        {
            return order;
        }

        order = string.CompareOrdinal(x.Device.Id, y.Device.Id);
        return order != 0 ? order : string.CompareOrdinal(x.Model, y.Model);
    }

    private static int Readiness(Placement place) => !place.HasFreeSlot ? 2 : place.Loaded ? 0 : 1;
}
