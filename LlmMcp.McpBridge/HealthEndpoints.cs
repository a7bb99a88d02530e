using LlmMcp.McpBridge.Access;
using LlmMcp.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LlmMcp.McpBridge;

/// <summary>Whether this process lives, and whether it takes calls. Asks nobody else, so that it answers under any load.</summary>
internal static class HealthEndpoints
{
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("").WithMetadata(new OpenToAll()).WithTags(TelemetrySlice.HealthTag);
        // Older probes use any method.
        health.Map("/health", Live);
        health.MapGet("/health/live", Live);
        health.MapGet("/health/ready", Ready);
        return routes;
    }

    private static JsonHttpResult<Health> Live() => TypedResults.Json(new Health("ok", BridgeVersion.Text));

    private static JsonHttpResult<Health> Ready(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.IsCancellationRequested
        ? TypedResults.Json(new Health("stopping", BridgeVersion.Text), statusCode: StatusCodes.Status503ServiceUnavailable)
        : Live();

    /// <summary>The body of the health calls.</summary>
    private sealed record Health(string Status, string Version);
}
