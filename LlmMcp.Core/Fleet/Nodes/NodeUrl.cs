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
            var bareV6 = text.Count(static character => character == ':') > 1 && !text.StartsWith('[');
            text = bareV6 ? $"http://[{text}]:{defaultPort}" : HasPort(text) ? $"http://{text}" : $"http://{text}:{defaultPort}";
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

    /// <summary>True when both addresses reach one node, as far as names tell: <c>localhost</c> is 127.0.0.1.</summary>
    public static bool SameNode(Uri one, Uri other) =>
        one.Port == other.Port
        && (string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase) || (one.IsLoopback && other.IsLoopback));

    private static bool HasPort(string hostAndPort)
    {
        var colon = hostAndPort.LastIndexOf(':');
        return colon > hostAndPort.LastIndexOf(']') && colon >= 0;
    }
}
