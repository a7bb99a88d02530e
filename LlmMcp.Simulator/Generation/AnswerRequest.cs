using System.Text.Json;
using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Generation;

/// <summary>What is asked of a model, whatever API it came through.</summary>
internal sealed record AnswerRequest
{
    public required StoredModel Model { get; init; }

    /// <summary>The whole prompt as the template would render it; its tokens are counted.</summary>
    public required string Rendered { get; init; }

    /// <summary>The last thing the user said; the answer restates it.</summary>
    public required string Question { get; init; }

    public ModelSettings Settings { get; init; } = ModelSettings.Default;

    public TimeSpan? KeepAlive { get; init; }

    public bool Think { get; init; }

    /// <summary>A schema, the string "json", or null for free text.</summary>
    public JsonElement? Format { get; init; }

    public IReadOnlyList<JsonElement> Tools { get; init; } = [];

    /// <summary>The newest tool result when the conversation ends with one.</summary>
    public ToolResult? ToolResult { get; init; }

    public IReadOnlyList<int> Context { get; init; } = [];

    public bool Truncate { get; init; } = true;
}

internal sealed record ToolResult(string Name, string Content);
