using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace LlmMcp.McpBridge.Tools;

/// <summary>What a tool answers: the structured result, and links to what did not fit.</summary>
internal sealed record ToolAnswer<T>(T Structured, params IReadOnlyList<ResourceLinkBlock> Links)
    where T : class
{
    /// <summary>Said beside the result: the model should mend something.</summary>
    public bool IsError { get; init; }

    /// <summary>The result. Its first text is the structured part once more, for hosts that know no structured results.</summary>
    public CallToolResult ToResult()
    {
        var structured = JsonSerializer.SerializeToElement(Structured, ToolSchemas.Results);
        return new CallToolResult
        {
            StructuredContent = structured,
            IsError = IsError ? true : null,
            Content = [new TextContentBlock { Text = structured.GetRawText() }, .. Links],
        };
    }
}
