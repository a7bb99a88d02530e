using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.JobsApi;

/// <summary>Asks routing what a job that names its own kind and payload may run on.</summary>
internal sealed class BlockChooser(FleetCache fleet)
{
    public BlockChoice Choose(string kind, ReadOnlyMemory<byte> payload) =>
        new(new WorkBlock(kind, fleet.Current.Devices.Count > 0 ? "" : "").ToString(), payload, null);
}
