using System.Net;
using LlmMcp.Core.Api;
using LlmMcp.ServiceDefaults.Access;

namespace LlmMcp.Core.Access;

/// <summary>The one place where calls are refused, HTTP and gRPC alike. Stands after routing, before every endpoint.</summary>
internal sealed class AccessMiddleware(RequestDelegate next, AccessPolicy policy, BrowserGuard browsers)
{
    public Task InvokeAsync(HttpContext context)
    {
        // Without a route nothing is guarded: the answer is routing's own 404 or 405, the same for everybody.
        return context.GetEndpoint() is RouteEndpoint endpoint && Refusal(context, SurfaceOf(context, endpoint)) is { } error
            ? ApiErrors.WriteAsync(context, error)
            : next(context);
    }

    private ApiError? Refusal(HttpContext context, Surface surface)
    {
        var request = context.Request;
        return policy.Decide(CallerOf(context), PresentedKey.Of(request.Headers), surface) switch
        {
            AccessDecision.AllowedByKey => null,
            // Browsers speak HTTP/2 over TLS only, and Core offers none.
            AccessDecision.AllowedByAddress => surface == Surface.Open || HttpProtocol.IsHttp2(request.Protocol)
                ? null
                : browsers.Refusal(request.Host, request.Headers.Origin) is { } reason
                    ? new(StatusCodes.Status403Forbidden, "forbidden_origin", reason)
                    : null,
            AccessDecision.KeyRequired => new(
                StatusCodes.Status401Unauthorized, "key_required", "This call needs INTERNAL_API_KEY, as X-API-Key or Authorization: Bearer."),
            AccessDecision.WrongKey => new(
                StatusCodes.Status401Unauthorized, "wrong_key", "The key sent is not the INTERNAL_API_KEY of this Core."),
            var other => throw new System.Diagnostics.UnreachableException($"{other} is not mapped to an answer."),
        };
    }

    private static Surface SurfaceOf(HttpContext context, RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<SurfaceMetadata>()?.Surface ?? GrpcSurfaces.Of(context.Request.Path) ?? Surface.Admin;

    /// <summary>A proxy speaks for somebody else: its own address proves nothing about them.</summary>
    private static IPAddress? CallerOf(HttpContext context)
    {
        var headers = context.Request.Headers;
        return headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Forwarded") ? null : context.Connection.RemoteIpAddress;
    }
}
