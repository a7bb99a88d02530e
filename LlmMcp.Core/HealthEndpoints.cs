using LlmMcp.Core.Access;
using LlmMcp.Core.Api;
using LlmMcp.Core.Dashboard;
using LlmMcp.ServiceDefaults.Telemetry;

namespace LlmMcp.Core;

/// <summary>Whether this process lives, and whether it can work. Takes no database connection, so that it answers under any load.</summary>
internal static class HealthEndpoints
{
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("").WithTags(TelemetrySlice.HealthTag).RequireSurface(Surface.Open);
        health.MapGet("/health", Live).WithName("Health").WithSummary("Whether this Core lives, and its version");
        health.MapGet("/version", Live).WithName("Version").WithSummary("Same as /health");
        health.MapGet("/health/live", Live).WithName("HealthLive").WithSummary("Whether this Core lives: restart it when it does not answer");
        health.MapGet("/health/ready", Ready).WithName("HealthReady").WithSummary("Whether this Core can work: 503 while it cannot reach the database or stops");
        return routes;
    }

    private static IResult Live(BuildVersion version) => JsonReply.Ok(new Health("ok", version.Text));

    private static IResult Ready(BuildVersion version, PulseLoop pulse, IHostApplicationLifetime lifetime) =>
        pulse.Beats && !lifetime.ApplicationStopping.IsCancellationRequested
            ? JsonReply.Ok(new Health("ok", version.Text))
            : new JsonReply<Health>(new Health("unavailable", version.Text), StatusCodes.Status503ServiceUnavailable);
}

/// <summary>The answer of the health calls.</summary>
internal sealed record Health(string Status, string Version);
