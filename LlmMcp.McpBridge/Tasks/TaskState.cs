using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace LlmMcp.McpBridge.Tasks;

/// <summary>The states of a task, with the protocol's words. The last three are final.</summary>
internal enum TaskPhase
{
    Working,
    InputRequired,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>A task as it stands.</summary>
internal sealed record TaskState
{
    /// <summary>How often a client should look while nothing happens, unless the source says otherwise.</summary>
    public static readonly TimeSpan UsualPoll = TimeSpan.FromSeconds(1);

    /// <summary>Not to be guessed.</summary>
    public required string Id { get; init; }

    public required TaskPhase Phase { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How long after its creation it can be had at least; null for ever.</summary>
    public TimeSpan? Life { get; init; }

    /// <summary>How often to look.</summary>
    public TimeSpan Poll { get; init; } = UsualPoll;

    /// <summary>How it stands, for people; null when the phase says it all.</summary>
    public string? Message { get; init; }

    /// <summary>What the tool answered; only when <see cref="TaskPhase.Completed"/>.</summary>
    public CallToolResult? Result { get; init; }

    /// <summary>What went wrong beside the tool; only when <see cref="TaskPhase.Failed"/>.</summary>
    public JsonRpcErrorDetail? Error { get; init; }

    /// <summary>What the client is asked, by key; only when <see cref="TaskPhase.InputRequired"/>.</summary>
    public JsonObject? Inputs { get; init; }

    public bool IsFinal => Phase is TaskPhase.Completed or TaskPhase.Failed or TaskPhase.Cancelled;
}
