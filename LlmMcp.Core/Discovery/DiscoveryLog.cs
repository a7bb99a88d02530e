namespace LlmMcp.Core.Discovery;

/// <summary>Log messages of discovery. Event ids 1900-1999.</summary>
internal static partial class DiscoveryLog
{
    [LoggerMessage(1900, LogLevel.Debug, "What worker {WorkerId} told of its own nodes was not written: {Reason}")]
    public static partial void NotWritten(ILogger logger, string workerId, string reason);
}
