using System.Net;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>
/// What a node is, whatever names lead to it: its address and port. This machine's own addresses are one, and loopback is
/// qualified by the machine, as 127.0.0.1 is another node on each machine of a shared database. Pure.
/// </summary>
internal static class NodeIdentity
{
    /// <summary>The identity behind an address.</summary>
    /// <param name="address">Where the name leads.</param>
    /// <param name="port">The port.</param>
    /// <param name="machine">The machine that sees it.</param>
    /// <param name="own">The addresses of that machine's interfaces.</param>
    public static string Of(IPAddress address, int port, string machine, IReadOnlySet<IPAddress> own)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address switch
        {
            _ when address.Equals(IPAddress.Loopback) || address.Equals(IPAddress.IPv6Loopback) || own.Contains(address) => Localhost(machine, port),
            _ when IPAddress.IsLoopback(address) => $"{address}@{machine.ToLowerInvariant()}:{port}",
            _ => Named(address.ToString(), port),
        };
    }

    /// <summary>The node on this port of a machine itself.</summary>
    public static string Localhost(string machine, int port) => $"loopback@{machine.ToLowerInvariant()}:{port}";

    /// <summary>A name that leads nowhere for the moment stands for itself.</summary>
    public static string Named(string host, int port) =>
        host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{port}" : $"{host.ToLowerInvariant()}:{port}";
}
