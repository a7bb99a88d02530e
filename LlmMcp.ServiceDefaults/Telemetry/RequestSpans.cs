using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace LlmMcp.ServiceDefaults.Telemetry;

/// <summary>
/// Names the spans of requests by their route. Health checks and scrapes (<see cref="TelemetrySlice.HealthTag"/>) are not worth a trace. Does
/// nothing while nobody listens.
/// </summary>
internal sealed class RequestSpans(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (Activity.Current is not { IsAllDataRequested: true } span || context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(context);
            return;
        }

        // A group whose own path is empty leaves a slash behind.
        var route = endpoint.RoutePattern.RawText?.TrimEnd('/') ?? "";
        if (endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags.Contains(TelemetrySlice.HealthTag) == true)
        {
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }

        span.DisplayName = $"{context.Request.Method} {route}";
        span.SetTag("http.route", route);
        await next(context);
        span.SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
