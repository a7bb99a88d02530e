using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Tasks;

/// <summary>Whether calls of a tool can be tasks.</summary>
internal enum TaskSupport
{
    Never,
    Possible,
    Required,
}

/// <summary>What a call that was to become a task became.</summary>
internal abstract record TaskStart
{
    /// <summary>A task that can be found by anybody who knows its id, also after this process has gone.</summary>
    public sealed record Begun(TaskState State) : TaskStart;

    /// <summary>Refused, or over at once: there is no task.</summary>
    public sealed record Answered(CallToolResult Result) : TaskStart;
}

/// <summary>What stands behind tasks: the jobs of Core.</summary>
internal interface ITaskSource
{
    /// <summary>Whether calls of this tool can be tasks.</summary>
    TaskSupport SupportOf(McpServerTool? tool);

    /// <summary>Begins the work of a call whose tool supports it.</summary>
    ValueTask<TaskStart> StartAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken);

    /// <summary>The task, or null when there is none.</summary>
    ValueTask<TaskState?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Ends the task if it has not ended. False when there is none.</summary>
    ValueTask<bool> CancelAsync(string id, CancellationToken cancellationToken);

    /// <summary>Hands over what the client was asked; keys nobody waits for are passed over. False when there is no such task.</summary>
    ValueTask<bool> AnswerAsync(string id, JsonObject answers, CancellationToken cancellationToken);

    /// <summary>The task as it stands, and then each change, to its end. Nothing when there is no such task.</summary>
    IAsyncEnumerable<TaskState> WatchAsync(string id, CancellationToken cancellationToken);
}
