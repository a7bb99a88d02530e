using System.Net.Sockets;
using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>Which status an exception of the HTTP stack stands for. Pure.</summary>
internal static class TransportFailure
{
    public static CallEnd ToEnd(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is RpcException rpc)
            {
                return new CallEnd(rpc.Status, rpc.Trailers);
            }

            if (CodeOf(cause) is { } code)
            {
                return new CallEnd(code, $"{Describe(code)} {cause.Message}", exception);
            }
        }

        return new CallEnd(StatusCode.Internal, $"The call failed. {exception.Message}", exception);
    }

    private static StatusCode? CodeOf(Exception cause) => cause switch
    {
        HttpProtocolException reset => CodeOfReset(reset.ErrorCode),
        SocketException => StatusCode.Unavailable,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or
                HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError or HttpRequestError.VersionNegotiationError
        } => StatusCode.Unavailable,
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => StatusCode.Unavailable,
        IOException { InnerException: null } => StatusCode.Unavailable,
        OperationCanceledException => StatusCode.Cancelled,
        _ => null,
    };

    // The specification's table, but for NO_ERROR and PROTOCOL_ERROR: a server that goes away and an unanswered
    // keep-alive ping reach us as these, and what the caller must do then is connect again.
    private static StatusCode CodeOfReset(long errorCode) => errorCode switch
    {
        0x0 or 0x1 or 0x7 => StatusCode.Unavailable,
        0x8 => StatusCode.Cancelled,
        0xb => StatusCode.ResourceExhausted,
        0xc => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };

    private static string Describe(StatusCode code) => code switch
    {
        StatusCode.Unavailable => "The server cannot be reached.",
        StatusCode.Cancelled => "The call was canceled.",
        _ => "The server reset the call.",
    };
}
