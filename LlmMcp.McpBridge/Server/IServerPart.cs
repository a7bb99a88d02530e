using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Server;

/// <summary>
/// A capability of the MCP server: tools, resources, prompts, tasks. Each adds what it has to the options that both transports
/// and both eras of the protocol share, so that there is one server however it is reached.
/// </summary>
internal interface IServerPart
{
    /// <summary>Adds tools, resources, prompts, handlers, filters and capabilities. Called twice at start, once for each lifetime of servers.</summary>
    void AddTo(McpServerOptions options);
}
