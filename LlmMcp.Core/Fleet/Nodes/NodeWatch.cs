using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>Probes all configured nodes and writes what it found. Every Core does so; what they write is the same.</summary>
internal sealed class NodeWatch(
    NodeProber prober, NodeResolver resolver, FleetWriter writer, FleetCache cache, IEnumerable<IDeviceOfflineHandler> handlers,
    IOptions<FleetOptions> options, TimeProvider time)
{
    // Enough to be through two hundred nodes, twenty of them dead, in one timeout or two.
    private const int Concurrency = 64;

    private readonly string machine = Environment.MachineName;

    /// <summary>The settings, read once: they do not change while Core runs.</summary>
    public ConfiguredNodes Configured { get; } = ConfiguredNodes.From(options.Value, Environment.MachineName);

    /// <summary>When this Core last looked at all its nodes; null before the first round is through.</summary>
    public DateTimeOffset? LookedAt { get; private set; }

    /// <summary>One round.</summary>
    public async Task<FleetReport> RunOnceAsync(CancellationToken cancellationToken)
    {
        var nodes = await resolver.DistinctAsync(Configured.Nodes, cancellationToken);
        var answers = new NodeAnswer[nodes.Count];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, nodes.Count, limits, async (index, token) => answers[index] = await prober.ProbeAsync(nodes[index], token));

        var report = await writer.WriteAsync(machine, [.. nodes.Select(static node => node.Id)], answers, cancellationToken);
        await cache.RefreshAsync(cancellationToken);
        LookedAt = time.GetUtcNow();
        if (report.WentOffline.Count > 0)
        {
            await TellAsync(report.WentOffline, cancellationToken);
        }

        return report;
    }

    /// <summary>Takes a device out at once, on the word of a worker or an operator.</summary>
    public async Task TakeOfflineAsync(string id, string reason, CancellationToken cancellationToken)
    {
        var wentOffline = await writer.MarkOfflineAsync(id, reason, cancellationToken);
        await cache.RefreshAsync(cancellationToken);
        if (wentOffline)
        {
            await TellAsync([id], cancellationToken);
        }
    }

    /// <summary>Puts a device back without waiting for a probe. False when there is none of that id.</summary>
    public async Task<bool> TakeOnlineAsync(string id, CancellationToken cancellationToken)
    {
        var known = await writer.MarkOnlineAsync(id, cancellationToken);
        await cache.RefreshAsync(cancellationToken);
        return known;
    }

    private async Task TellAsync(IReadOnlyList<string> devices, CancellationToken cancellationToken)
    {
        foreach (var handler in handlers)
        {
            await handler.OnOfflineAsync(devices, cancellationToken);
        }
    }
}
