namespace LlmMcp.Core.Costs;

/// <summary>Log messages of costs. Event ids 1400-1499.</summary>
internal static partial class CostLog
{
    [LoggerMessage(1400, LogLevel.Warning, "Reading the prices failed ({Reason}); the last ones stay in use.")]
    public static partial void RefreshFailed(ILogger logger, string reason);
}
