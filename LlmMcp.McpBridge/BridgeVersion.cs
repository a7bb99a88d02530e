namespace LlmMcp.McpBridge;

/// <summary>The version of this build, as health, the MCP server and Core's log of callers name it.</summary>
internal static class BridgeVersion
{
    public static readonly string Text = typeof(BridgeVersion).Assembly.GetName().Version?.ToString(3) ?? "0";
}
