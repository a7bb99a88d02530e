using System.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// Maps the methods that generated code binds. Generated code has no instance to offer, so each method is found on the
/// service by its name, and the service is made per call.
/// </summary>
internal sealed class ServiceMethodBinder<TService>(
    IEndpointRouteBuilder builder, IOptions<GrpcServiceOptions> options, TimeProvider time, ILoggerFactory loggers) : ServiceBinderBase
    where TService : class
{
    private readonly GrpcServiceOptions _options = options.Value;
    private readonly ILogger _log = loggers.CreateLogger("Grpc.AspNetCore.Server.ServerCallHandler");
    private readonly InterceptorChain _interceptors = new(options.Value.Interceptors);

    public List<IEndpointConventionBuilder> Endpoints { get; } = [];

    public HashSet<string> ServiceNames { get; } = [];

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, typeof(TRequest), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>();
        var pipeline = _interceptors.Around<UnaryServerMethod<TRequest, TResponse>>(
            (request, context) => PerCall<TService>.RunAsync(context, service => invoke(service, request, context)),
            (type, next) => (request, context) => PerCall<Interceptor>.RunAsync(
                context, type, interceptor => interceptor.UnaryServerHandler(request, context, next)));
        Map(method, implementation, new UnaryCallHandler<TRequest, TResponse>(method, pipeline, _options, time, _log));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>();
        var pipeline = _interceptors.Around<ClientStreamingServerMethod<TRequest, TResponse>>(
            (requests, context) => PerCall<TService>.RunAsync(context, service => invoke(service, requests, context)),
            (type, next) => (requests, context) => PerCall<Interceptor>.RunAsync(
                context, type, interceptor => interceptor.ClientStreamingServerHandler(requests, context, next)));
        Map(method, implementation, new ClientStreamingCallHandler<TRequest, TResponse>(method, pipeline, _options, time, _log));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        var pipeline = _interceptors.Around<ServerStreamingServerMethod<TRequest, TResponse>>(
            (request, responses, context) => PerCall<TService>.RunAsync(context, service => invoke(service, request, responses, context)),
            (type, next) => (request, responses, context) => PerCall<Interceptor>.RunAsync(
                context, type, interceptor => interceptor.ServerStreamingServerHandler(request, responses, context, next)));
        Map(method, implementation, new ServerStreamingCallHandler<TRequest, TResponse>(method, pipeline, _options, time, _log));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        var pipeline = _interceptors.Around<DuplexStreamingServerMethod<TRequest, TResponse>>(
            (requests, responses, context) => PerCall<TService>.RunAsync(context, service => invoke(service, requests, responses, context)),
            (type, next) => (requests, responses, context) => PerCall<Interceptor>.RunAsync(
                context, type, interceptor => interceptor.DuplexStreamingServerHandler(requests, responses, context, next)));
        Map(method, implementation, new DuplexStreamingCallHandler<TRequest, TResponse>(method, pipeline, _options, time, _log));
    }

    private static MethodInfo Find(IMethod method, params Type[] parameters) =>
        typeof(TService).GetMethod(method.Name, parameters)
        ?? throw new InvalidOperationException($"{typeof(TService)} has no public method {method.Name} with the parameters of {method.FullName}.");

    private void Map<TRequest, TResponse>(
        Method<TRequest, TResponse> method, MethodInfo implementation, ServerCallHandler<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
    {
        ServiceNames.Add(method.ServiceName);
        Endpoints.Add(builder
            .Map(RoutePatternFactory.Parse(method.FullName), handler.HandleAsync)
            .WithDisplayName($"gRPC - {method.FullName}")
            .WithMetadata([
                new HttpMethodMetadata(["POST"]),
                new GrpcMethodMetadata(typeof(TService), method),
                .. typeof(TService).GetCustomAttributes(inherit: true),
                .. implementation.GetCustomAttributes(inherit: true)]));
    }
}
