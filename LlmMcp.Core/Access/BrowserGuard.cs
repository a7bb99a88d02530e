using System.Net;
using LlmMcp.Core.Api;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Access;

/// <summary>
/// Keeps web pages from using a caller's address as if it were a key. Any page may send requests to loopback: one of another
/// site names itself in <c>Origin</c>, one whose name was rebound to 127.0.0.1 gives itself away in <c>Host</c>.
/// </summary>
internal sealed class BrowserGuard(IOptions<ApiOptions> options)
{
    // Docker Desktop lets containers reach the host's loopback by this name.
    private const string DockerHost = "host.docker.internal";

    private readonly string[] allowedHosts = CommaList.Parse(options.Value.AllowedHosts);
    private readonly string[] allowedOrigins = CommaList.Parse(options.Value.AllowedOrigins);

    /// <summary>Why a call that shows no key is refused, or null when nothing speaks against it.</summary>
    public ApiError? Refusal(HostString host, string? origin) =>
        !IsOwnName(host.Host)
            ? Forbidden($"The request is addressed to \"{Shorten(host.Host)}\", which is not a name of this Core. Add it to Core:AllowedHosts, or send the key.")
            : !string.IsNullOrEmpty(origin) && !IsOwnSite(origin, host)
                ? Forbidden($"Pages of \"{Shorten(origin)}\" may not call Core. Add the site to Core:AllowedOrigins, or send the key.")
                : null;

    private static ApiError Forbidden(string message) => new(StatusCodes.Status403Forbidden, "forbidden_origin", message);

    private bool IsOwnName(string host) =>
        IsLoopbackName(host)
        // An address cannot be rebound, and a name without a dot is never a public one.
        || !host.Contains('.', StringComparison.Ordinal)
        || IPAddress.TryParse(host.Trim('[', ']'), out _)
        || host.Equals(DockerHost, StringComparison.OrdinalIgnoreCase)
        || allowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    private bool IsOwnSite(string origin, HostString host) =>
        allowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var site)
            && site.Scheme is "http" or "https"
            && (IsLoopbackName(site.Host) || (site.Scheme == "http" && string.Equals(site.Authority, host.Value, StringComparison.OrdinalIgnoreCase))));

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100];
}
