namespace LlmMcp.Core.Jobs;

/// <summary>Log messages of the queue: ids, never payloads. Event ids 1000-1099.</summary>
internal static partial class JobLog
{
    [LoggerMessage(1000, LogLevel.Warning, "The LISTEN connection is gone ({Reason}); trying again in {PauseMs} ms. Streams and claims fall back to polling.")]
    public static partial void ListenerLost(ILogger logger, string reason, double pauseMs);

    [LoggerMessage(1001, LogLevel.Warning, "{Count} leases ran out; the jobs return to the queue.")]
    public static partial void LeasesExpired(ILogger logger, int count);

    [LoggerMessage(1002, LogLevel.Information, "{Count} jobs passed their deadline.")]
    public static partial void DeadlinesPassed(ILogger logger, int count);

    [LoggerMessage(1003, LogLevel.Information, "Retention removed {Count} finished jobs.")]
    public static partial void OldJobsRemoved(ILogger logger, long count);

    [LoggerMessage(1004, LogLevel.Warning, "Upkeep '{Name}' failed ({Reason}); it runs again in its turn.")]
    public static partial void UpkeepFailed(ILogger logger, string name, string reason);

    [LoggerMessage(1005, LogLevel.Warning, "Recording token deltas failed ({Reason}); they stay in memory and are written later.")]
    public static partial void DeltasNotRecorded(ILogger logger, string reason);

    [LoggerMessage(1007, LogLevel.Information, "{Count} slots were still taken by claims that are over; they are free again.")]
    public static partial void StraySlotsFreed(ILogger logger, int count);

    [LoggerMessage(1006, LogLevel.Warning, "A report of job {JobId} cannot be stored ({Reason}); it changes nothing.")]
    public static partial void ReportUnstorable(ILogger logger, Guid jobId, string reason);
}
