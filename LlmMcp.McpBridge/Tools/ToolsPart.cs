using LlmMcp.McpBridge.Server;
using LlmMcp.McpBridge.Tools.Requests;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Tools;

/// <summary>The tools, as a capability of the server.</summary>
internal sealed class ToolsPart(ToolShelf shelf, CanceledCalls canceled) : IServerPart
{
    public void AddTo(McpServerOptions options)
    {
        options.ToolCollection = shelf.Tools;
        options.Filters.Message.IncomingFilters.Add(canceled.Filter);
    }
}
