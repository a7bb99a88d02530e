using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

internal static partial class GrpcServerLog
{
    [LoggerMessage(1, LogLevel.Error, "The handler of {Method} failed")]
    public static partial void HandlerFailed(this ILogger log, string method, Exception exception);

    [LoggerMessage(2, LogLevel.Debug, "{Method} ended with {Status}")]
    public static partial void CallRefused(this ILogger log, string method, StatusCode status);

    [LoggerMessage(3, LogLevel.Debug, "The client of {Method} went away")]
    public static partial void ClientGone(this ILogger log, string method);

    [LoggerMessage(4, LogLevel.Debug, "The deadline of {Method} passed")]
    public static partial void DeadlinePassed(this ILogger log, string method);

    [LoggerMessage(5, LogLevel.Debug, "A request to {Method} was refused with HTTP {HttpStatus}: no gRPC")]
    public static partial void NotGrpc(this ILogger log, string method, int httpStatus);
}
