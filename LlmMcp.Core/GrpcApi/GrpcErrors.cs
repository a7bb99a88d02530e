using Grpc.Core;
using Grpc.Core.Interceptors;
using LlmMcp.Core.Api;
using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.GrpcApi;

/// <summary>The one place where failures become gRPC statuses: refusals by the table of <see cref="ApiErrorStatus"/>, a database that is away as UNAVAILABLE.</summary>
internal sealed class GrpcErrors(IHostApplicationLifetime lifetime, ILogger<GrpcErrors> logger) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(() => continuation(request, context), context);

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(async () => { await continuation(request, responseStream, context); return 0; }, context);

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(async () => { await continuation(requestStream, responseStream, context); return 0; }, context);

    /// <summary>A refusal as the exception gRPC expects.</summary>
    public static RpcException Refuse(ApiError error) => new(error.ToGrpcStatus());

    private async Task<T> GuardAsync<T>(Func<Task<T>> call, ServerCallContext context)
    {
        try
        {
            return await call();
        }
        catch (RpcException)
        {
            throw;
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The call was canceled."));
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "This Core is stopping; call again."));
        }
        catch (NpgsqlException exception) when (DatabaseOutage.Is(exception))
        {
            GrpcApiLog.DatabaseUnavailable(logger, context.Method, exception.Message);
            throw Refuse(ApiError.DatabaseUnavailable);
        }
        catch (Exception exception)
        {
            GrpcApiLog.CallFailed(logger, exception, context.Method);
            throw Refuse(ApiError.Internal);
        }
    }
}

/// <summary>Log messages of the gRPC door. Event ids 1700-1799.</summary>
internal static partial class GrpcApiLog
{
    [LoggerMessage(1700, LogLevel.Warning, "{Method}: the database is away ({Reason}).")]
    public static partial void DatabaseUnavailable(ILogger logger, string method, string reason);

    [LoggerMessage(1701, LogLevel.Error, "{Method} failed.")]
    public static partial void CallFailed(ILogger logger, Exception exception, string method);
}
