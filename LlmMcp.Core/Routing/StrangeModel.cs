using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Limits;
using LlmMcp.Core.Fleet.Placements;

namespace LlmMcp.Core.Routing;

/// <summary>A model that no device of ours is known to have.</summary>
internal static class StrangeModel
{
    /// <summary>What a candidate is told to be.</summary>
    public const string Why = "not known to have the model";

    /// <summary>
    /// The nodes that may be asked for it all the same, offline ones included: a node's own "not found" now is a better answer
    /// than waiting for ever, and some compatible servers take any name. None under strict limits, nor where a list forbids it.
    /// </summary>
    /// <param name="index">What there is.</param>
    /// <param name="provider">Whose nodes.</param>
    /// <param name="canonicalName">The model; empty where the node's own default is meant.</param>
    /// <param name="view">Whether limits are strict.</param>
    public static IEnumerable<FleetDevice> Nodes(PlacementIndex index, string provider, string canonicalName, RoutingView view)
    {
        if (canonicalName.Length == 0)
        {
            return index.Nodes(provider);
        }

        var model = new ModelFacts(provider, canonicalName, Available: true, null, null, null);
        return view.StrictLimits ? [] : index.Nodes(provider).Where(node => ModelPermit.Check(node.Limits, model, strict: false) is null);
    }
}
