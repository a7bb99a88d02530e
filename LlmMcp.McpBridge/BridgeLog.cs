namespace LlmMcp.McpBridge;

/// <summary>What the bridge logs. No arguments of tools and no results: they are their callers'.</summary>
internal static partial class BridgeLog
{
    [LoggerMessage(100, LogLevel.Warning, "All {Limit} sessions are taken: the longest idle one was ended for a new one. MCP_MAX_SESSIONS changes the limit.", EventName = "SessionMadeRoom")]
    public static partial void SessionMadeRoom(ILogger logger, int limit);

    [LoggerMessage(101, LogLevel.Warning, "A new session was refused: all {Limit} are in use. MCP_MAX_SESSIONS changes the limit.", EventName = "SessionsFull")]
    public static partial void SessionsFull(ILogger logger, int limit);

    [LoggerMessage(102, LogLevel.Warning, "Task {TaskId} is not told of any more: {Reason}", EventName = "TaskLost")]
    public static partial void TaskLost(ILogger logger, string taskId, string reason);

    [LoggerMessage(103, LogLevel.Error, "{Method} failed for no fault of its caller.", EventName = "Defect")]
    public static partial void Defect(ILogger logger, string method, Exception exception);

    [LoggerMessage(104, LogLevel.Error, "A round failed; the next one tries again.", EventName = "RoundFailed")]
    public static partial void RoundFailed(ILogger logger, Exception exception);
}
