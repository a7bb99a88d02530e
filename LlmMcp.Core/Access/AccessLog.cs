namespace LlmMcp.Core.Access;

/// <summary>Log messages of access. Event ids 1200-1299.</summary>
internal static partial class AccessLog
{
    [LoggerMessage(1200, LogLevel.Warning, "TRUSTED_NETWORKS is set: whoever has an address there may run jobs and act as a worker without a key.")]
    public static partial void NetworksTrusted(ILogger logger);
}
