using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Placements;

namespace LlmMcp.Core.Routing;

/// <summary>Where a block runs whose kind and model its job named itself.</summary>
internal static class FixedBlock
{
    /// <summary>
    /// The online devices that may run it, best first. Empty for a block that needs no device, and while nobody can run it.
    /// </summary>
    public static IReadOnlyList<RouteCandidate> Candidates(WorkBlock block, FleetSnapshot fleet, RoutingView view)
    {
        if (!block.NeedsSlot)
        {
            return [];
        }

        var index = fleet.Placements;
        var provider = JobProviders.Of(block.Kind);
        if (index.Cloud(provider) is { } cloud)
        {
            var facts = fleet.FindModel(provider, block.Model);
            return IsWanted(cloud) && PlacementClosed.Of(cloud) is null ? [RouteCandidates.Of(cloud, block.Kind, block.Model, 0, "the cloud", facts)] : [];
        }

        var places = index.OfModel(provider, ModelName.Canonical(provider, block.Model));
        if (places.Count > 0)
        {
            return [.. places.Open.Where(place => IsWanted(place.Device)).Select(place => RouteCandidates.Of(place, block.Kind, 0))];
        }

        return
        [
            .. StrangeModel.Nodes(index, provider, ModelName.Canonical(provider, block.Model), view)
                .Where(node => IsWanted(node) && PlacementClosed.Of(node) is null)
                .Select(node => RouteCandidates.Of(node, block.Kind, block.Model, 0, StrangeModel.Why)),
        ];

        bool IsWanted(FleetDevice device) => block.DeviceId.Length == 0 || device.Id == block.DeviceId;
    }
}
