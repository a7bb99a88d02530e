using System.Net;

namespace LlmMcp.Core.Discovery.Tailscale;

/// <summary>A machine of the tailnet.</summary>
internal sealed record TailscalePeer
{
    /// <summary>What the machine calls itself; neither unique nor a DNS name.</summary>
    public string HostName { get; init; } = "";

    /// <summary>Its full name with a dot at the end; empty without MagicDNS.</summary>
    public string DnsName { get; init; } = "";

    public string Os { get; init; } = "";

    /// <summary>Its addresses in the tailnet, IPv4 and IPv6.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>It is connected to the control server.</summary>
    public bool Online { get; init; }

    /// <summary>Its key has run out: it can no longer be reached.</summary>
    public bool Expired { get; init; }

    /// <summary>It is here only because something of ours is shared with its owner.</summary>
    public bool IsSharee { get; init; }

    /// <summary>It offers itself as an exit node.</summary>
    public bool IsExitNodeOption { get; init; }

    /// <summary>Its tags in the tailnet's policy.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Networks it routes for, in CIDR form, its own addresses among them.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>A rented exit node: there are hundreds, all online, and none serves models.</summary>
    public bool IsRentedExit =>
        IsExitNodeOption && (Tags.Contains("tag:mullvad-exit-node") || DnsName.EndsWith(".mullvad.ts.net.", StringComparison.OrdinalIgnoreCase));
}
