namespace LlmMcp.Core.Scheduling;

/// <summary>Log messages of the scheduler. Event ids 1100-1199.</summary>
internal static partial class SchedulingLog
{
    [LoggerMessage(1100, LogLevel.Warning, "Claiming failed ({Reason}); trying again.")]
    public static partial void ClaimFailed(ILogger logger, string reason);

    [LoggerMessage(1101, LogLevel.Warning, "Counting what waits failed ({Reason}); the last count stays in use.")]
    public static partial void CountFailed(ILogger logger, string reason);

    [LoggerMessage(1102, LogLevel.Information, "{Jobs} jobs return to the queue: worker {Worker} never heard that it had claimed them.")]
    public static partial void ClaimsUnheard(ILogger logger, int jobs, string worker);
}
