using System.Net;

namespace LlmMcp.Worker.Health;

/// <summary>Where the worker's health page listens, as <c>HEALTH_ADDR</c> says it.</summary>
/// <param name="Url">As Kestrel takes it; <c>*</c> stands for every interface.</param>
/// <param name="IsLoopback">True when nobody outside this machine can connect.</param>
internal sealed record HealthAddress(string Url, bool IsLoopback)
{
    /// <summary>
    /// Reads <c>:8081</c> and <c>*:8081</c> (every interface, as Core's addresses mean it), <c>host:port</c> or a URL. Null when
    /// the text is no address.
    /// </summary>
    public static HealthAddress? Parse(string text)
    {
        text = text.Trim();
        var everywhere = text.StartsWith(':') || text.StartsWith("*:", StringComparison.Ordinal);
        var readable = everywhere ? $"0.0.0.0{text.TrimStart('*')}" : text;
        if (!readable.Contains("://", StringComparison.Ordinal))
        {
            readable = "http://" + readable;
        }

        if (!Uri.TryCreate(readable, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            return null;
        }

        // Kestrel takes any name but localhost for every interface, so a name is not loopback whatever it resolves to.
        return everywhere
            ? new HealthAddress($"http://*:{url.Port}", IsLoopback: false)
            : new HealthAddress(
                url.GetLeftPart(UriPartial.Authority),
                url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(url.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip)));
    }
}
