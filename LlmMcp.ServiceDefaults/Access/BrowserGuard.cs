using System.Net;
using Microsoft.AspNetCore.Http;

namespace LlmMcp.ServiceDefaults.Access;

/// <summary>Whom a web page must come from to use its visitor's address as if it were a key.</summary>
/// <param name="Service">Name of the process in refusals, such as <c>Core</c>.</param>
/// <param name="HostsSetting">The setting behind <paramref name="AllowedHosts"/>, as refusals name it.</param>
/// <param name="AllowedHosts">More names the process is known by, comma separated.</param>
/// <param name="OriginsSetting">The setting behind <paramref name="AllowedOrigins"/>, as refusals name it.</param>
/// <param name="AllowedOrigins">Sites whose pages may call, comma separated, such as <c>https://chat.example.org</c>.</param>
public sealed record BrowserRules(string Service, string HostsSetting, string AllowedHosts, string OriginsSetting, string AllowedOrigins);

/// <summary>
/// Keeps web pages from using a caller's address as if it were a key. Any page may send requests to loopback: one of another
/// site names itself in <c>Origin</c>, one whose name was rebound to 127.0.0.1 gives itself away in <c>Host</c>.
/// </summary>
public sealed class BrowserGuard(BrowserRules rules)
{
    // Docker Desktop lets containers reach the host's loopback by this name.
    private const string DockerHost = "host.docker.internal";

    private readonly string[] allowedHosts = CommaList.Parse(rules.AllowedHosts);
    private readonly string[] allowedOrigins = CommaList.Parse(rules.AllowedOrigins);

    /// <summary>Why a call that shows no key, and could, is refused, in words for people; null when nothing speaks against it.</summary>
    public string? Refusal(HostString host, string? origin) =>
        (HostRefusal(host) ?? OriginRefusal(origin, host)) is { } reason ? $"{reason} Or send the key." : null;

    /// <summary>Why a call with this <c>Host</c> is refused, or null.</summary>
    public string? HostRefusal(HostString host) => IsOwnName(host.Host)
        ? null
        : $"The request is addressed to \"{Shorten(host.Host)}\", which is not a name of this {rules.Service}. Add it to {rules.HostsSetting}.";

    /// <summary>Why a call from a page of this <c>Origin</c> is refused, or null; also where there is no page.</summary>
    public string? OriginRefusal(string? origin, HostString host) => string.IsNullOrEmpty(origin) || IsOwnSite(origin, host)
        ? null
        : $"Pages of \"{Shorten(origin)}\" may not call this {rules.Service}. Add the site to {rules.OriginsSetting}.";

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
