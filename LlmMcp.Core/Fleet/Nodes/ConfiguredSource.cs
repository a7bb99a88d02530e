using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>The nodes the settings name. They are read once: they do not change while Core runs.</summary>
internal sealed class ConfiguredSource(IOptions<FleetOptions> options) : INodeSource
{
    private readonly Lazy<FoundNodes> found = new(() =>
    {
        var configured = ConfiguredNodes.From(options.Value, Environment.MachineName);
        return new FoundNodes(configured.Nodes, configured.Mistakes);
    });

    public Task<FoundNodes> FindAsync(bool anew, CancellationToken cancellationToken) => Task.FromResult(found.Value);
}
