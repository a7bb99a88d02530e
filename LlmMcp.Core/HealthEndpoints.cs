using LlmMcp.Core.Access;
using LlmMcp.Core.Api;

namespace LlmMcp.Core;

/// <summary>Whether this process lives. Takes no database connection, so that it answers under any load.</summary>
internal static class HealthEndpoints
{
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", (BuildVersion version) => JsonReply.Ok(new Health("ok", version.Text)))
            .WithTags("Health").WithName("Health").WithSummary("Whether this Core lives, and its version").RequireSurface(Surface.Open);
        routes.MapGet("/version", (BuildVersion version) => JsonReply.Ok(new Health("ok", version.Text)))
            .WithTags("Health").WithName("Version").WithSummary("Same as /health").RequireSurface(Surface.Open);
        return routes;
    }

    private sealed record Health(string Status, string Version);
}
