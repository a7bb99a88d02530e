using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using LlmMcp.Core.Fleet.Nodes;

namespace LlmMcp.Core.Discovery.Lan;

/// <summary>
/// Which addresses a scan may knock at: hosts of private IPv4 networks (RFC 1918) of at most 512 addresses. Pure.
/// </summary>
/// <param name="Hosts">Each address once.</param>
/// <param name="Mistakes">Networks that were named and cannot be scanned, a sentence each.</param>
internal sealed record LanTargets(IReadOnlyList<IPAddress> Hosts, IReadOnlyList<string> Mistakes)
{
    private const int WidestPrefix = 23;
    private const int MostHosts = 2_048;

    private static readonly IPNetwork[] Private = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16")];

    /// <summary>The targets.</summary>
    /// <param name="listed">Networks an operator listed; one that cannot be scanned is a mistake.</param>
    /// <param name="routed">Networks this machine routes for; those that may not be scanned are left out silently.</param>
    public static LanTargets Of(IEnumerable<string> listed, IEnumerable<string> routed)
    {
        var mistakes = new List<string>();
        var networks = new List<IPNetwork>();
        foreach (var text in listed)
        {
            if (Network(text) is { } network)
            {
                networks.Add(network);
            }
            else
            {
                mistakes.Add($"DISCOVERY_SUBNETS: {ForeignText.Clean(text)} is not scanned; expected a private IPv4 network of at most 512 addresses such as 192.168.1.0/24.");
            }
        }

        networks.AddRange(routed.Select(Network).OfType<IPNetwork>());
        List<IPAddress> hosts = [.. networks.SelectMany(HostsOf).Distinct().Take(MostHosts + 1)];
        if (hosts.Count > MostHosts)
        {
            mistakes.Add($"DISCOVERY_SUBNETS: only the first {MostHosts} addresses are scanned.");
            hosts.RemoveAt(MostHosts);
        }

        return new LanTargets(hosts, mistakes);
    }

    private static IPNetwork? Network(string text)
    {
        var parts = text.Trim().Split('/');
        // The address may be any of the network, as people write them.
        return parts.Length == 2 && int.TryParse(parts[1], out var prefix) && prefix is >= WidestPrefix and <= 32
            && IPAddress.TryParse(parts[0], out var address) && address.AddressFamily == AddressFamily.InterNetwork
            && Array.Exists(Private, network => network.Contains(address))
                ? new IPNetwork(Address(Number(address) & (uint.MaxValue << (32 - prefix))), prefix)
                : null;
    }

    // The first and the last address of a network are nobody's, except in the smallest.
    private static IEnumerable<IPAddress> HostsOf(IPNetwork network)
    {
        var first = Number(network.BaseAddress);
        var size = 1u << (32 - network.PrefixLength);
        return size <= 2
            ? Enumerable.Range(0, (int)size).Select(offset => Address(first + (uint)offset))
            : Enumerable.Range(1, (int)size - 2).Select(offset => Address(first + (uint)offset));
    }

    private static uint Number(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    private static IPAddress Address(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }
}
