using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>Tells which nodes are one: looks names up and hands the decision to <see cref="NodeMerge"/>.</summary>
internal sealed class NodeResolver(TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    // What a name meant last, for the moments when the name server is away. Names come from the settings, so they are few.
    private readonly ConcurrentDictionary<string, IPAddress> known = new(StringComparer.OrdinalIgnoreCase);

    private readonly string machine = Environment.MachineName;

    /// <summary>The nodes without those that are another name of an earlier one.</summary>
    /// <param name="nodes">In the order of precedence.</param>
    /// <param name="mistakes">Gains a sentence for each node that had to be left out.</param>
    /// <param name="cancellationToken">Ends the look-ups.</param>
    public async Task<IReadOnlyList<NodeEndpoint>> MergeAsync(IReadOnlyList<NodeEndpoint> nodes, ICollection<string> mistakes, CancellationToken cancellationToken)
    {
        var own = OwnAddresses();
        var identities = await Task.WhenAll(nodes.Select(node => Task.WhenAll(node.Addresses.Select(address => IdentifyAsync(address, own, cancellationToken)))));
        return NodeMerge.Of(nodes, identities, mistakes);
    }

    private async Task<string> IdentifyAsync(Uri url, HashSet<IPAddress> own, CancellationToken cancellationToken)
    {
        if (NodeUrl.IsLocalhost(url))
        {
            return NodeIdentity.Localhost(machine, url.Port);
        }

        return IPAddress.TryParse(url.DnsSafeHost, out var address) || (address = await LookUpAsync(url.DnsSafeHost, cancellationToken)) is not null
            ? NodeIdentity.Of(address, url.Port, machine, own)
            : NodeIdentity.Named(url.DnsSafeHost, url.Port);
    }

    private async Task<IPAddress?> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Limit, time);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, timeout.Token);
            // Sorted: a name server rotates its answers.
            if (addresses.OrderBy(static address => address.ToString(), StringComparer.Ordinal).FirstOrDefault() is { } first)
            {
                known[host] = first;
                return first;
            }
        }
        catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The probe will say that the node cannot be reached; here only its identity counts.
        }

        return known.GetValueOrDefault(host);
    }

    private static HashSet<IPAddress> OwnAddresses()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(static card => card.GetIPProperties().UnicastAddresses)
                .Select(static address => address.Address)
                .Where(static address => !IPAddress.IsLoopback(address))];
        }
        catch (NetworkInformationException)
        {
            // Some containers do not let us look; then only loopback is known to be ours.
            return [];
        }
    }
}
