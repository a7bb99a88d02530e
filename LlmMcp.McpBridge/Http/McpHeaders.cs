namespace LlmMcp.McpBridge.Http;

/// <summary>Names of MCP's HTTP headers.</summary>
internal static class McpHeaders
{
    public const string SessionId = "Mcp-Session-Id";
    public const string ProtocolVersion = "MCP-Protocol-Version";
    public const string LastEventId = "Last-Event-ID";
    public const string Method = "Mcp-Method";
    public const string Name = "Mcp-Name";

    /// <summary>The value without the white space HTTP allows around it; null when the header is missing or empty.</summary>
    public static string? Of(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) && values.ToString().Trim() is { Length: > 0 } value ? value : null;
}
