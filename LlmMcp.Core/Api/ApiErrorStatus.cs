using Grpc.Core;

namespace LlmMcp.Core.Api;

/// <summary>The one table from HTTP status to gRPC status.</summary>
internal static class ApiErrorStatus
{
    /// <summary>The gRPC status that tells a caller the same as <paramref name="httpStatus"/> would.</summary>
    public static StatusCode ToGrpc(int httpStatus) => httpStatus switch
    {
        400 or 415 or 422 => StatusCode.InvalidArgument,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 or 410 => StatusCode.NotFound,
        405 or 501 => StatusCode.Unimplemented,
        408 or 504 => StatusCode.DeadlineExceeded,
        409 or 412 => StatusCode.FailedPrecondition,
        413 or 429 => StatusCode.ResourceExhausted,
        499 => StatusCode.Cancelled,
        500 => StatusCode.Internal,
        502 or 503 => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    /// <summary>The status a gRPC door throws or trails.</summary>
    public static Status ToGrpcStatus(this ApiError error) => new(ToGrpc(error.Status), error.Detail ?? error.Message);
}
