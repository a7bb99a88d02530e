namespace LlmMcp.Core.Fleet;

/// <summary>Log messages of the fleet. Event ids 1300-1399.</summary>
internal static partial class FleetLog
{
    [LoggerMessage(1300, LogLevel.Warning, "{Mistake}")]
    public static partial void BadEntry(ILogger logger, string mistake);

    [LoggerMessage(1301, LogLevel.Information, "{DeviceId} does not answer: {Reason}")]
    public static partial void NodeSilent(ILogger logger, string deviceId, string reason);

    [LoggerMessage(1302, LogLevel.Information, "{DeviceId} answers again.")]
    public static partial void NodeBack(ILogger logger, string deviceId);

    [LoggerMessage(1303, LogLevel.Warning, "{DeviceId} went offline; its running jobs return to the queue.")]
    public static partial void WentOffline(ILogger logger, string deviceId);

    [LoggerMessage(1304, LogLevel.Warning, "Probing the nodes failed ({Reason}); the next round tries again.")]
    public static partial void RoundFailed(ILogger logger, string reason);

    [LoggerMessage(1305, LogLevel.Warning, "Reading the fleet failed ({Reason}); the last picture of it stays in use.")]
    public static partial void RefreshFailed(ILogger logger, string reason);
}
