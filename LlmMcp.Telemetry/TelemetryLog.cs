namespace LlmMcp.Telemetry;

/// <summary>Log messages of telemetry. Event ids 100-199. None carries an address, a token or a text that was sent.</summary>
internal static partial class TelemetryLog
{
    [LoggerMessage(100, LogLevel.Warning, "Core cannot be asked: {Reason}.")]
    public static partial void CoreGone(ILogger logger, string reason);

    [LoggerMessage(101, LogLevel.Error, "A round failed.")]
    public static partial void RoundFailed(ILogger logger, Exception exception);

    [LoggerMessage(102, LogLevel.Warning, "Not sent to {Channel}: {Reason}. It is tried again.")]
    public static partial void NotSent(ILogger logger, string channel, string reason);

    [LoggerMessage(103, LogLevel.Error, "{Channel} refuses a message for good: {Reason}.")]
    public static partial void Refused(ILogger logger, string channel, string reason);

    [LoggerMessage(104, LogLevel.Warning, "{Path} cannot be used ({Reason}); what happens while Core is unreachable is forgotten at a restart.")]
    public static partial void SpoolUnusable(ILogger logger, string path, string reason);

    [LoggerMessage(105, LogLevel.Warning, "The live message could not be written: {Reason}.")]
    public static partial void LiveFailed(ILogger logger, string reason);

    [LoggerMessage(106, LogLevel.Warning, "Commands cannot be read: {Reason}.")]
    public static partial void CommandsFailed(ILogger logger, string reason);

    [LoggerMessage(107, LogLevel.Warning, "Nobody can be told, so nothing is watched: set TELEGRAM_BOT_TOKEN, TELEGRAM_USE_MCP=1, ALERT_WEBHOOK_URL or ALERT_SLACK_WEBHOOK_URL and start telemetry again.")]
    public static partial void NobodyToTell(ILogger logger);
}
