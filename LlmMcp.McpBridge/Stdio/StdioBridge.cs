using LlmMcp.McpBridge.Resources;
using LlmMcp.McpBridge.Server;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Stdio;

/// <summary>The MCP server for a host that starts it as its own child and speaks to it over its standard streams.</summary>
public static class StdioBridge
{
    /// <summary>Adds the server. Settings come from section <c>Bridge</c>, then from <paramref name="configure"/>; nothing listens.</summary>
    public static IHostApplicationBuilder AddStdioBridge(this IHostApplicationBuilder builder, Action<BridgeOptions>? configure = null) =>
        builder.AddBridgeServer(configure);

    /// <summary>Serves until standard input ends, which is how a host says good-bye, or the token ends it. Nothing but messages goes to standard output.</summary>
    public static async Task RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var loggers = services.GetRequiredService<ILoggerFactory>();
        await using var transport = new StdioServerTransport("llm-mcp", loggers);
        await using var server = McpServer.Create(transport, services.GetRequiredService<ServerPlan>().Session, loggers, services);
        try
        {
            await server.RunAsync(cancellationToken);
        }
        finally
        {
            foreach (var watcher in services.GetServices<ISessionWatcher>())
            {
                watcher.Ended(server.SessionId ?? "");
            }
        }
    }
}
