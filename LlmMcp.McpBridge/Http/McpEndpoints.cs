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
        routes.MapPost(Path, static (HttpContext context, McpPost post, StreamGate gate) => CountAsync(context, gate, post.HandleAsync)).WithName("McpPost");
        routes.MapGet(Path, static (HttpContext context, McpGet get, StreamGate gate) => CountAsync(context, gate, get.HandleAsync)).WithName("McpGet");
        routes.MapDelete(Path, static (HttpContext context, McpDelete delete) => delete.HandleAsync(context)).WithName("McpDelete");
        return routes;
    }

    private static async Task CountAsync(HttpContext context, StreamGate gate, Func<HttpContext, Task> handle)
    {
        if (!gate.TryEnter())
        {
            context.Response.Headers.RetryAfter = "5";
            await new Refusal(StatusCodes.Status503ServiceUnavailable, "too_many_streams", "The bridge has as many open calls and streams as Bridge:MaxStreams allows. Try again.").WriteAsync(context);
            return;
        }

        try
        {
            await handle(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; nobody reads an answer.
        }
        finally
        {
            gate.Leave();
        }
    }
}
