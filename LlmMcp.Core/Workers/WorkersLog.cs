namespace LlmMcp.Core.Workers;

/// <summary>Log messages of the worker doors. Event ids 1800-1899.</summary>
internal static partial class WorkersLog
{
    [LoggerMessage(1800, LogLevel.Information, "Worker {Worker} attached; it kept {Kept} jobs, {Lost} went back to the queue.")]
    public static partial void Attached(ILogger logger, string worker, int kept, int lost);

    [LoggerMessage(1801, LogLevel.Information, "Worker {Worker} left in good order.")]
    public static partial void Left(ILogger logger, string worker);

    [LoggerMessage(1802, LogLevel.Warning, "Worker {Worker} did not come back; {Count} jobs returned to the queue.")]
    public static partial void Lost(ILogger logger, string worker, int count);

    [LoggerMessage(1803, LogLevel.Warning, "Worker {Worker}: results not recorded yet ({Reason}); trying again.")]
    public static partial void ResultsDelayed(ILogger logger, string worker, string reason);

    [LoggerMessage(1804, LogLevel.Warning, "Worker {Worker}: {What} failed ({Reason}).")]
    public static partial void StepFailed(ILogger logger, string worker, string what, string reason);

    [LoggerMessage(1805, LogLevel.Warning, "Tidying the list of workers failed ({Reason}); it runs again in its turn.")]
    public static partial void TidyFailed(ILogger logger, string reason);
}
