using ModelContextProtocol.Protocol;

namespace LlmMcp.McpBridge.Tools;

/// <summary>A call that cannot be done as it was asked, told to the model that asked.</summary>
/// <param name="code">Stable snake_case code.</param>
/// <param name="message">What is wrong.</param>
/// <param name="next">What to do now.</param>
internal sealed class ToolRefusedException(string code, string message, string next) : Exception(message)
{
    /// <summary>Stable snake_case code.</summary>
    public string Code { get; } = code;

    /// <summary>What to do now.</summary>
    public string Next { get; } = next;

    /// <summary>The call's result. It has no structured part: what a tool promises there is its success.</summary>
    public CallToolResult ToResult() => new()
    {
        IsError = true,
        Content = [new TextContentBlock { Text = $"{Code}: {Message}\nNext: {Next}" }],
    };
}
