using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LlmMcp.ServiceDefaults.Access;

/// <summary>Where a port is opened, as <c>CORE_HTTP_ADDR</c>, <c>CORE_GRPC_ADDR</c> and <c>MCP_HTTP_ADDR</c> say it.</summary>
/// <param name="Ip">The address; null for <c>localhost</c>, which is both loopbacks.</param>
/// <param name="Port">0 lets the system choose.</param>
public sealed record ListenAddress(IPAddress? Ip, int Port)
{
    /// <summary>What a setting may say, for sentences about one that says something else.</summary>
    public const string Forms = "127.0.0.1:8080, [::1]:8080, localhost:8080, or :8080 for every interface";

    /// <summary>True when nobody outside this machine can connect.</summary>
    public bool IsLoopback => Ip is null || IPAddress.IsLoopback(Ip);

    /// <summary>
    /// Reads <c>:8080</c> and <c>*:8080</c> (every interface), <c>0.0.0.0:8080</c>, <c>127.0.0.1:8080</c>, <c>[::1]:8080</c>
    /// or <c>localhost:8080</c>. Other names are refused: what they resolve to can change, and with it who may connect.
    /// </summary>
    public static bool TryParse(string text, out ListenAddress address)
    {
        address = new ListenAddress(null, 0);
        text = text.Trim();
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535)
        {
            return false;
        }

        var host = text[..colon];
        if (host is "" or "*")
        {
            address = new ListenAddress(IPAddress.IPv6Any, port);
            return true;
        }

        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            address = new ListenAddress(null, port);
            return true;
        }

        // An IPv6 address stands in brackets, as its own colons would hide the port.
        var bracketed = host.StartsWith('[') && host.EndsWith(']');
        if (!IPAddress.TryParse(bracketed ? host[1..^1] : host, out var ip) || bracketed != (ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6))
        {
            return false;
        }

        address = new ListenAddress(ip, port);
        return true;
    }

    /// <summary>Opens the port.</summary>
    public void Bind(KestrelServerOptions kestrel, Action<ListenOptions> configure)
    {
        switch (Ip)
        {
            case null when Port == 0:
                // A port of the system's choice cannot be the same on both loopbacks.
                kestrel.Listen(IPAddress.Loopback, 0, configure);
                break;
            case null:
                kestrel.ListenLocalhost(Port, configure);
                break;
            case var ip when ip.Equals(IPAddress.IPv6Any):
                // Also where IPv6 is switched off.
                kestrel.ListenAnyIP(Port, configure);
                break;
            default:
                kestrel.Listen(Ip, Port, configure);
                break;
        }
    }
}
