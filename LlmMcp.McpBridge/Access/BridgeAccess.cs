using System.Net;
using LlmMcp.McpBridge.Http;
using LlmMcp.ServiceDefaults.Access;
using Microsoft.Extensions.Options;

namespace LlmMcp.McpBridge.Access;

/// <summary>
/// Decides who may call, for every path but health. In order:
/// <list type="number">
/// <item>A page of a foreign site may not, whatever it shows: its visitor did not ask for it.</item>
/// <item>Who shows the key may.</item>
/// <item>Without a key the bridge listens on loopback only, and whoever is on loopback may, by a name of this machine.</item>
/// <item>Everybody else needs the key.</item>
/// </list>
/// </summary>
internal sealed class BridgeAccess(IOptions<BridgeOptions> options)
{
    private readonly InternalKey key = new(options.Value.ApiKey);
    private readonly BrowserGuard browsers = new(new BrowserRules(
        "bridge", "MCP_ALLOWED_HOSTS", options.Value.AllowedHosts, "MCP_ALLOWED_ORIGINS", options.Value.AllowedOrigins));

    /// <summary>Whether pages of <paramref name="origin"/> may call a bridge addressed as <paramref name="host"/>.</summary>
    public bool AllowsPagesOf(string origin, HostString host) => browsers.OriginRefusal(origin, host) is null;

    /// <summary>The refusal of a call, or null.</summary>
    public Refusal? Decide(HttpRequest request, IPAddress? caller)
    {
        // 1.
        if (browsers.OriginRefusal(request.Headers.Origin, request.Host) is { } foreign)
        {
            return new Refusal(StatusCodes.Status403Forbidden, "forbidden_origin", foreign);
        }

        // 2.
        var presented = PresentedKey.Of(request.Headers);
        if (key.IsShownBy(presented))
        {
            return null;
        }

        // 3.
        if (!key.IsSet && caller is not null && IPAddress.IsLoopback(caller.IsIPv4MappedToIPv6 ? caller.MapToIPv4() : caller))
        {
            return browsers.HostRefusal(request.Host) is { } rebound ? new Refusal(StatusCodes.Status403Forbidden, "forbidden_host", rebound) : null;
        }

        // 4.
        return presented is null
            ? new Refusal(StatusCodes.Status401Unauthorized, "key_required", "This call needs INTERNAL_API_KEY, as X-API-Key or Authorization: Bearer.")
            : new Refusal(StatusCodes.Status401Unauthorized, "wrong_key", "The key sent is not the INTERNAL_API_KEY of this bridge.");
    }
}

/// <summary>Marks what anybody may call.</summary>
internal sealed record OpenToAll;

/// <summary>The one place where callers are refused. Stands after routing, before every endpoint.</summary>
internal sealed class BridgeAccessMiddleware(RequestDelegate next, BridgeAccess access)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<OpenToAll>() is not null)
        {
            return next(context);
        }

        return access.Decide(context.Request, CallerOf(context)) is { } refusal ? refusal.WriteAsync(context) : next(context);
    }

    /// <summary>A proxy speaks for somebody else: its own address proves nothing about them.</summary>
    private static IPAddress? CallerOf(HttpContext context) =>
        context.Request.Headers.ContainsKey("X-Forwarded-For") || context.Request.Headers.ContainsKey("Forwarded")
            ? null
            : context.Connection.RemoteIpAddress;
}
