using System.Net;
using System.Net.Sockets;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet.Nodes;

namespace LlmMcp.Core.Discovery.Tailscale;

/// <summary>The machines of a tailnet as hosts that may serve models. Pure.</summary>
internal static class TailscaleNodes
{
    /// <summary>What made the device, for <c>devices.origin</c>.</summary>
    public const string Origin = "tailscale";

    /// <summary>
    /// The hosts, this machine included. Left out are machines that are only here because something is shared with their owner,
    /// rented exit nodes, and those without a name or an address.
    /// </summary>
    public static IReadOnlyList<NodeEndpoint> Of(TailscaleStatus status) =>
        [.. status.Peers.Where(static peer => !peer.IsSharee && !peer.IsRentedExit).Prepend(status.Self).OfType<TailscalePeer>().Select(Host).OfType<NodeEndpoint>()];

    private static NodeEndpoint? Host(TailscalePeer peer)
    {
        // The deployed system's ids, with the dot at the end.
        var id = peer.DnsName.Length > 0 ? peer.DnsName : peer.HostName;
        var dns = peer.DnsName.TrimEnd('.');
        var addresses = Addresses(peer, dns);
        return id.Length is 0 or > 250 || id.Any(char.IsControl) || addresses.Count == 0
            ? null
            : new NodeEndpoint(id, peer.HostName.Length > 0 ? peer.HostName : dns, addresses[0], Providers.Ollama, Origin)
            {
                Addresses = addresses,
                HostHeaders = [.. new[] { dns, peer.HostName }.Where(IsHostName).Distinct(StringComparer.OrdinalIgnoreCase)],
                Platform = peer.Os,
                Gone = peer.Expired ? "its key in the tailnet has expired" : peer.Online ? null : "tailscale says that it is offline",
                OnlyIfAnswers = true,
                OnEveryPort = true,
                Tags = new Dictionary<string, object>
                {
                    ["dns"] = peer.DnsName,
                    ["hostname"] = peer.HostName,
                    ["ip"] = peer.Addresses.Count > 0 ? peer.Addresses[0].ToString() : "",
                    ["ips"] = peer.Addresses.Select(static address => address.ToString()).ToArray(),
                    ["os"] = peer.Os,
                    ["online"] = peer.Online,
                },
            };
    }

    // A name is an address only where there is no other: HostName may be "localhost", or anybody's on the local network.
    private static IReadOnlyList<Uri> Addresses(TailscalePeer peer, string dns) =>
        peer.Addresses.Count > 0 ? [.. peer.Addresses.Select(Url)]
        : IsHostName(dns) ? [new Uri($"http://{dns}:{NodeUrl.OllamaPort}")]
        : [];

    private static Uri Url(IPAddress address) =>
        new(address.AddressFamily == AddressFamily.InterNetworkV6 ? $"http://[{address}]:{NodeUrl.OllamaPort}" : $"http://{address}:{NodeUrl.OllamaPort}");

    private static bool IsHostName(string name) => Uri.CheckHostName(name) == UriHostNameType.Dns;
}
