namespace LlmMcp.Core.Api;

/// <summary>Log messages of the doors: paths, never bodies, queries or keys. Event ids 1600-1699.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(1600, LogLevel.Error, "{Method} {Path} failed.")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(1601, LogLevel.Warning, "{Method} {Path}: the database cannot be reached ({Reason}).")]
    public static partial void DatabaseUnavailable(ILogger logger, string method, string path, string reason);
}
