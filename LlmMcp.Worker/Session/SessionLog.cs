using Microsoft.Extensions.Logging;

namespace LlmMcp.Worker.Session;

internal static partial class SessionLog
{
    [LoggerMessage(EventId = 4101, Level = LogLevel.Information, Message = "Worker {WorkerId} works for Core {CoreVersion} at {Address}; still held: {Kept}")]
    public static partial void Connected(ILogger log, string workerId, string coreVersion, Uri address, int kept);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Warning, Message = "Worker {WorkerId} has no session with Core at {Address}: {Reason}. It keeps trying")]
    public static partial void Disconnected(ILogger log, string workerId, Uri address, string reason);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Debug, Message = "Worker {WorkerId} could not connect to Core: {Reason}")]
    public static partial void StillDisconnected(ILogger log, string workerId, string reason);

    [LoggerMessage(EventId = 4104, Level = LogLevel.Information, Message = "Worker {WorkerId} lost {Count} claims: {Reason}")]
    public static partial void ClaimsLost(ILogger log, string workerId, int count, string reason);

    [LoggerMessage(EventId = 4105, Level = LogLevel.Debug, Message = "The attempt of job {JobId} under claim {ClaimNo} was stopped")]
    public static partial void AttemptStopped(ILogger log, string jobId, long claimNo);

    [LoggerMessage(EventId = 4106, Level = LogLevel.Information, Message = "Worker {WorkerId} drains: {Running} jobs run, it waits up to {Grace}")]
    public static partial void Draining(ILogger log, string workerId, int running, TimeSpan grace);

    [LoggerMessage(EventId = 4107, Level = LogLevel.Information, Message = "Worker {WorkerId} stopped: {Released} jobs given back, {Unacknowledged} results not acknowledged")]
    public static partial void Stopped(ILogger log, string workerId, int released, int unacknowledged);

    [LoggerMessage(EventId = 4108, Level = LogLevel.Warning, Message = "The worker's id cannot be kept in {Directory} ({Reason}); {WorkerId} is made from the host's name instead")]
    public static partial void IdNotKept(ILogger log, string directory, string reason, string workerId);

    [LoggerMessage(EventId = 4109, Level = LogLevel.Error, Message = "Core refuses worker {WorkerId}: {Reason}. Check INTERNAL_API_KEY")]
    public static partial void Refused(ILogger log, string workerId, string reason);

    [LoggerMessage(EventId = 4111, Level = LogLevel.Error, Message = "Worker {WorkerId} may not start beside another process: {Reason}. It keeps trying")]
    public static partial void IdInUse(ILogger log, string workerId, string reason);
}
