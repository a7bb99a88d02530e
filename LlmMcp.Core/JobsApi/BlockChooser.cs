using LlmMcp.Core.Fleet;
using LlmMcp.Core.Routing;

namespace LlmMcp.Core.JobsApi;

/// <summary>Asks routing what a job that names its own kind and payload may run on.</summary>
internal sealed class BlockChooser(FleetCache fleet, RoutingDefaults defaults)
{
    public BlockChoice Choose(string kind, ReadOnlyMemory<byte> payload)
    {
        var placed = PayloadBlock.Of(kind, payload, fleet.Current, defaults);
        return new BlockChoice(placed.Block, placed.Payload, placed.Error);
    }
}
