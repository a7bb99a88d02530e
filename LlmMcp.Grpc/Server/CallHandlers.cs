using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

internal sealed class UnaryCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> handler, GrpcServiceOptions options, TimeProvider time, ILogger log)
    : ServerCallHandler<TRequest, TResponse>(method, options, time, log)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(ServerCall call)
    {
        var request = await new ServerStreamReader<TRequest>(Requests(call), call).ReadSingleAsync();
        await WriteSingleAsync(call, await handler(request, call));
    }
}

internal sealed class ClientStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse> handler, GrpcServiceOptions options, TimeProvider time, ILogger log)
    : ServerCallHandler<TRequest, TResponse>(method, options, time, log)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(ServerCall call) =>
        await WriteSingleAsync(call, await handler(new ServerStreamReader<TRequest>(Requests(call), call), call));
}

internal sealed class ServerStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse> handler, GrpcServiceOptions options, TimeProvider time, ILogger log)
    : ServerCallHandler<TRequest, TResponse>(method, options, time, log)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(ServerCall call)
    {
        var request = await new ServerStreamReader<TRequest>(Requests(call), call).ReadSingleAsync();
        var responses = new ServerStreamWriter<TResponse>(Responses(call), call);
        try
        {
            await handler(request, responses, call);
        }
        finally
        {
            responses.Close();
        }
    }
}

internal sealed class DuplexStreamingCallHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse> handler, GrpcServiceOptions options, TimeProvider time, ILogger log)
    : ServerCallHandler<TRequest, TResponse>(method, options, time, log)
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(ServerCall call)
    {
        var responses = new ServerStreamWriter<TResponse>(Responses(call), call);
        try
        {
            await handler(new ServerStreamReader<TRequest>(Requests(call), call), responses, call);
        }
        finally
        {
            responses.Close();
        }
    }
}
