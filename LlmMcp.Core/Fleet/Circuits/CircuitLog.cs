namespace LlmMcp.Core.Fleet.Circuits;

/// <summary>Log messages of the circuit breaker. Event ids 2100-2199.</summary>
internal static partial class CircuitLog
{
    [LoggerMessage(2100, LogLevel.Warning, "{DeviceId} failed {Failures} times in a row and gets no jobs for {RestMinutes} minutes: {Reason}")]
    public static partial void Opened(ILogger logger, string deviceId, int failures, double restMinutes, string reason);

    [LoggerMessage(2101, LogLevel.Warning, "{DeviceId} failed its probe and gets no jobs for another {RestMinutes} minutes: {Reason}")]
    public static partial void ProbeFailed(ILogger logger, string deviceId, double restMinutes, string reason);

    [LoggerMessage(2102, LogLevel.Information, "{DeviceId} works again and gets jobs.")]
    public static partial void Closed(ILogger logger, string deviceId);

    [LoggerMessage(2103, LogLevel.Information, "{DeviceId} has rested; job {JobId} tries it.")]
    public static partial void Probing(ILogger logger, string deviceId, Guid jobId);

    [LoggerMessage(2104, LogLevel.Information, "The probe of {DeviceId} said nothing; another job may try.")]
    public static partial void ProbeSilent(ILogger logger, string deviceId);

    [LoggerMessage(2105, LogLevel.Information, "The circuit of {DeviceId} was closed by an operator.")]
    public static partial void Reset(ILogger logger, string deviceId);

    [LoggerMessage(2106, LogLevel.Warning, "Looking after the circuits failed ({Reason}); the next round tries again.")]
    public static partial void RoundFailed(ILogger logger, string reason);
}
