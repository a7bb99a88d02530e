using LlmMcp.Core.Access;

namespace LlmMcp.Core.Debug;

/// <summary>For the developer: what is wrong in depth, which calls there are, what the fleet can take, a test of the whole.</summary>
internal static class DebugSlice
{
    public static IServiceCollection AddDebug(this IServiceCollection services)
    {
        services.AddSingleton<SmokeTest>();
        return services;
    }

    public static void MapDebug(this IEndpointRouteBuilder routes)
    {
        var debug = routes.MapGroup("/v1/debug").WithTags("Debug").RequireSurface(Surface.Client);
        debug.MapGet("/health", DebugApi.Health).WithName("DebugHealth").WithSummary("Database, queue, hosts, workers: what is wrong");
        debug.MapGet("/actions", DebugApi.Actions).WithName("DebugActions").WithSummary("Every call with a curl line to try it");
        debug.MapGet("/capacity", DebugApi.Capacity).WithName("DebugCapacity").WithSummary("Slots of the fleet, host by host");
        routes.MapPost("/v1/debug/test", DebugApi.TestAsync).WithTags("Debug").WithName("DebugTest")
            .WithSummary("A smoke test of the whole way; leaves nothing behind").RequireSurface(Surface.Admin);
    }
}
