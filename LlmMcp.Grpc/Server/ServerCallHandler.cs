using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>Serves one method: checks the request, runs the handler, turns its outcome into a status.</summary>
internal abstract class ServerCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, GrpcServiceOptions options, TimeProvider time, ILogger log)
    where TRequest : class
    where TResponse : class
{
    public async Task HandleAsync(HttpContext http)
    {
        if (RefusalOf(http.Request) is { } httpStatus)
        {
            log.NotGrpc(method.FullName, httpStatus);
            http.Response.StatusCode = httpStatus;
            return;
        }

        Unbind(http.Features);
        using var call = new ServerCall(http, method, options, time);
        Status status;
        try
        {
            call.Begin();
            await InvokeAsync(call);
            status = call.IsDeadlineExceeded ? DeadlineExceeded(null) : call.Status;
        }
        catch (Exception exception)
        {
            // The outermost ring of a call: whatever happened in it, the client gets a status and the process goes on.
            status = StatusOf(exception, call);
        }

        call.WriteEnd(status);
    }

    /// <summary>Reads what the shape of the call asks for, runs the handler and writes what it returns.</summary>
    protected abstract Task InvokeAsync(ServerCall call);

    protected MessageReader<TRequest> Requests(ServerCall call) =>
        new(call.Http.Request.BodyReader, method.RequestMarshaller, options.MaxReceiveMessageSize, call.RequestEncoding);

    protected MessageWriter<TResponse> Responses(ServerCall call) =>
        new(call.Http.Response.BodyWriter, method.ResponseMarshaller, options.MaxSendMessageSize, call.ResponseCompression);

    /// <summary>The last write of a call with one response; the server flushes it together with the trailers.</summary>
    protected async Task WriteSingleAsync(ServerCall call, TResponse? response)
    {
        if (call.Status.StatusCode != StatusCode.OK)
        {
            return;
        }

        if (response is null)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The handler returned no message."));
        }

        await call.StartResponseAsync();
        Responses(call).Buffer(response, call.WriteOptions);
    }

    private static int? RefusalOf(HttpRequest request)
    {
        if (!HttpProtocol.IsHttp2(request.Protocol) && !HttpProtocol.IsHttp3(request.Protocol))
        {
            return StatusCodes.Status426UpgradeRequired;
        }

        return WireNames.IsGrpcContentType(request.ContentType) ? null : StatusCodes.Status415UnsupportedMediaType;
    }

    // A stream may rest for hours and carry any amount over its life; each message has its own limit.
    private static void Unbind(IFeatureCollection features)
    {
        if (features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (features.Get<Microsoft.AspNetCore.Server.Kestrel.Core.Features.IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    private Status StatusOf(Exception exception, ServerCall call)
    {
        // 1. Giving up because of the deadline or a lost client is the expected end of a handler, not its failure.
        var gaveUp = exception is OperationCanceledException or IOException;
        if (call.IsDeadlineExceeded && (gaveUp || exception is RpcException))
        {
            return DeadlineExceeded(exception);
        }

        if (gaveUp && (exception is ClientGoneException || call.Http.RequestAborted.IsCancellationRequested))
        {
            log.ClientGone(method.FullName);
            return Status.DefaultCancelled;
        }

        // 2. The handler chose a status.
        if (exception is RpcException rpc)
        {
            log.CallRefused(method.FullName, rpc.StatusCode);
            foreach (var entry in rpc.Trailers)
            {
                call.ResponseTrailers.Add(entry);
            }

            return rpc.Status;
        }

        // 3. A bug. Its text may tell secrets, so it stays here.
        log.HandlerFailed(method.FullName, exception);
        return new Status(
            StatusCode.Unknown,
            options.EnableDetailedErrors == true
                ? $"Exception was thrown by handler. {exception.GetType().Name}: {exception.Message}"
                : "Exception was thrown by handler.");
    }

    private Status DeadlineExceeded(Exception? exception)
    {
        log.DeadlinePassed(method.FullName);
        return new Status(StatusCode.DeadlineExceeded, "Deadline exceeded.", exception);
    }
}
