using LlmMcp.McpBridge.Access;
using LlmMcp.McpBridge.Sessions;

namespace LlmMcp.McpBridge.Http;

/// <summary>The MCP endpoint: Streamable HTTP of every revision at one path.</summary>
internal static class McpEndpoints
{
    /// <summary>Where it is.</summary>
    public const string Path = "/mcp";

    public static IServiceCollection AddMcpHttp(this IServiceCollection services)
    {
        services.AddSingleton<BridgeAccess>();
        services.AddSingleton<StreamGate>();
        services.AddSingleton<EventPool>();
        services.AddSingleton<SessionTable>();
        services.AddSingleton<McpPost>();
        services.AddSingleton<McpGet>();
        services.AddSingleton<McpDelete>();
        services.AddHostedService<SessionSweep>();
        return services;
    }

    public static IEndpointRouteBuilder MapMcpHttp(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, static (HttpContext context, McpPost post, StreamGate gate) => gate.ServeAsync(context, post.HandleAsync)).WithName("McpPost");
        routes.MapGet(Path, static (HttpContext context, McpGet get, StreamGate gate) => gate.ServeAsync(context, get.HandleAsync)).WithName("McpGet");
        routes.MapDelete(Path, static (HttpContext context, McpDelete delete) => delete.HandleAsync(context)).WithName("McpDelete");
        return routes;
    }
}
