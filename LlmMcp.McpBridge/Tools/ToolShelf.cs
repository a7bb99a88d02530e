using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Tools;

/// <summary>The tools there are now. One collection for all sessions: a tool that comes or goes does so for every client.</summary>
internal sealed class ToolShelf
{
    public ToolShelf(IEnumerable<McpServerTool> tools)
    {
        foreach (var tool in tools)
        {
            Tools.Add(tool);
        }
    }

    /// <summary>By name; safe to change while clients list it.</summary>
    public McpServerPrimitiveCollection<McpServerTool> Tools { get; } = [];

    /// <summary>Puts a tool on the shelf or takes it off; nothing happens where it is so already.</summary>
    public void Show(McpServerTool tool, bool shown)
    {
        if (shown)
        {
            Tools.TryAdd(tool);
        }
        else
        {
            Tools.Remove(tool);
        }
    }
}
