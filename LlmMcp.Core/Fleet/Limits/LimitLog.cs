namespace LlmMcp.Core.Fleet.Limits;

/// <summary>Log messages of limits. Event ids 2200-2299.</summary>
internal static partial class LimitLog
{
    [LoggerMessage(2200, LogLevel.Warning, "{Mistake}")]
    public static partial void Mistake(ILogger logger, string mistake);

    [LoggerMessage(2201, LogLevel.Warning, "Applying the limits failed ({Reason}); those applied last stay in use.")]
    public static partial void ApplyFailed(ILogger logger, string reason);

    [LoggerMessage(2202, LogLevel.Information, "Limits of {DeviceId} were entered.")]
    public static partial void Entered(ILogger logger, string deviceId);

    [LoggerMessage(2203, LogLevel.Information, "The entered limits of {DeviceId} were removed.")]
    public static partial void Removed(ILogger logger, string deviceId);
}
