namespace LlmMcp.Core.Scheduling;

/// <summary>Log messages of the scheduler. Event ids 1100-1199.</summary>
internal static partial class SchedulingLog
{
    [LoggerMessage(1100, LogLevel.Warning, "Claiming failed ({Reason}); trying again.")]
    public static partial void ClaimFailed(ILogger logger, string reason);

    [LoggerMessage(1101, LogLevel.Warning, "Counting what waits failed ({Reason}); the last count stays in use.")]
    public static partial void CountFailed(ILogger logger, string reason);
}
