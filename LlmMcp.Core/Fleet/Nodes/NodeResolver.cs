using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>
/// Tells which of the configured nodes are one: a node is its address and port, whatever names lead there. Two devices for one
/// node would give it twice its slots.
/// </summary>
internal sealed class NodeResolver(TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    // What a name meant last, for the moments when the name server is away. Names come from the settings, so they are few.
    private readonly ConcurrentDictionary<string, string> known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The nodes without those that are another name of an earlier one.</summary>
    public async Task<IReadOnlyList<NodeEndpoint>> DistinctAsync(IReadOnlyList<NodeEndpoint> nodes, CancellationToken cancellationToken)
    {
        var addresses = await Task.WhenAll(nodes.Select(node => ResolveAsync(node.BaseUrl, cancellationToken)));
        return [.. nodes.Zip(addresses, static (node, address) => (Node: node, Address: address)).DistinctBy(static pair => pair.Address).Select(static pair => pair.Node)];
    }

    private async Task<string> ResolveAsync(Uri url, CancellationToken cancellationToken)
    {
        if (url.IsLoopback)
        {
            return $"loopback:{url.Port}";
        }

        if (!IPAddress.TryParse(url.DnsSafeHost, out var address))
        {
            return $"{await LookUpAsync(url.DnsSafeHost, cancellationToken)}:{url.Port}";
        }

        return $"{address}:{url.Port}";
    }

    private async Task<string> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Limit, time);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, timeout.Token);
            // Sorted: a name server rotates its answers.
            if (addresses.Select(static address => address.ToString()).Order(StringComparer.Ordinal).FirstOrDefault() is { } first)
            {
                known[host] = first;
                return first;
            }
        }
        catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The probe will say that the node cannot be reached; here only its identity counts.
        }

        return known.GetValueOrDefault(host, host.ToLowerInvariant());
    }
}
