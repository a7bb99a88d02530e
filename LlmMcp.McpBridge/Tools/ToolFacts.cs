using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace LlmMcp.McpBridge.Tools;

/// <summary>What a host and its model are told of a tool before they call it.</summary>
/// <param name="Name">The name in calls.</param>
/// <param name="Title">The name for people.</param>
/// <param name="Description">When to use it and what comes back, for a model that knows nothing of llm-mcp.</param>
internal sealed record ToolFacts(string Name, string Title, string Description)
{
    /// <summary>It changes nothing.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>It may undo or end something. Meaningless where <see cref="ReadOnly"/>.</summary>
    public bool Destructive { get; init; }

    /// <summary>Calling it twice changes no more than calling it once.</summary>
    public bool Idempotent { get; init; }

    /// <summary>It reaches beyond the hub: models, clouds, knowledge bases.</summary>
    public bool OpenWorld { get; init; }

    /// <summary>The tool as the protocol describes it.</summary>
    public Tool ToTool(JsonElement arguments, JsonElement result) => new()
    {
        Name = Name,
        Title = Title,
        Description = Description,
        InputSchema = arguments,
        OutputSchema = result,
        Annotations = new ToolAnnotations
        {
            Title = Title,
            ReadOnlyHint = ReadOnly,
            DestructiveHint = Destructive,
            IdempotentHint = Idempotent || ReadOnly,
            OpenWorldHint = OpenWorld,
        },
    };
}
