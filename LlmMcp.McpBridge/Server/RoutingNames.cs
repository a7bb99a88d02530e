using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Server;

/// <summary>Which parameter of a method names what it is called upon, and stands in the <c>Mcp-Name</c> header.</summary>
internal sealed class RoutingNames(McpServerOptions options)
{
    private readonly Dictionary<string, string?> custom =
        (options.RequestHandlers ?? []).ToDictionary(static handler => handler.Method, static handler => handler.RoutingNameParameter, StringComparer.Ordinal);

    /// <summary>The parameter, or null for methods that are called upon nothing in particular.</summary>
    public string? Of(string method) => method switch
    {
        RequestMethods.ToolsCall or RequestMethods.PromptsGet => "name",
        RequestMethods.ResourcesRead => "uri",
        _ => custom.GetValueOrDefault(method),
    };
}
