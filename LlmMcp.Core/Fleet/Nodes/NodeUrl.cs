using System.Net;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>Reads the addresses of nodes and says when two are one.</summary>
internal static class NodeUrl
{
    public const int OllamaPort = 11434;

    /// <summary>
    /// Reads <c>host</c>, <c>host:port</c>, <c>[v6]:port</c>, a bare IPv6 address or an http(s) URL. User names and passwords
    /// are refused: addresses are shown to everybody who may see the fleet.
    /// </summary>
    public static bool TryParse(string text, int defaultPort, out Uri url)
    {
        text = text.Trim();
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            text = IsBareV6(text) ? $"http://[{text}]:{defaultPort}" : HasPort(text) ? $"http://{text}" : $"http://{text}:{defaultPort}";
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out url!)
            || url.Scheme is not ("http" or "https") || url.Host.Length == 0 || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            return false;
        }

        url = new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/'));
        return true;
    }

    /// <summary><c>host:port</c>, IPv6 in brackets.</summary>
    public static string Address(Uri url) => $"{url.Host}:{url.Port}";

    /// <summary>An address below the base, whether or not the base ends with a slash.</summary>
    public static Uri At(Uri baseUrl, string path) => new($"{baseUrl.AbsoluteUri.TrimEnd('/')}/{path}");

    /// <summary>The address on another port.</summary>
    public static Uri WithPort(Uri url, int port) => new UriBuilder(url) { Port = port }.Uri;

    /// <summary>True for <c>localhost</c>, 127.0.0.1 and ::1, not for the other addresses of the loopback network.</summary>
    public static bool IsLocalhost(Uri url) =>
        url.IsLoopback && (!IPAddress.TryParse(url.DnsSafeHost, out var address) || address.Equals(IPAddress.Loopback) || address.Equals(IPAddress.IPv6Loopback));

    /// <summary>True when both addresses reach one node, as far as names tell: <c>localhost</c> is 127.0.0.1.</summary>
    public static bool SameNode(Uri one, Uri other) =>
        one.Port == other.Port
        && (string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase) || (IsLocalhost(one) && IsLocalhost(other)));

    /// <summary>The text names a port or is a URL, so that nothing is left to <c>OLLAMA_PORTS</c>.</summary>
    public static bool NamesPort(string text) => text.Contains("://", StringComparison.Ordinal) || (!IsBareV6(text) && HasPort(text));

    private static bool IsBareV6(string text) => text.Count(static character => character == ':') > 1 && !text.StartsWith('[');

    private static bool HasPort(string hostAndPort)
    {
        var colon = hostAndPort.LastIndexOf(':');
        return colon > hostAndPort.LastIndexOf(']') && colon >= 0;
    }
}
