using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using LlmMcp.Grpc.Tests.Hosting;
using LlmMcp.Grpc.Tests.Probing;
using Microsoft.Extensions.DependencyInjection;

namespace LlmMcp.Grpc.Tests.Calls;

public sealed class InterceptorTests
{
    [Fact]
    public async Task Interceptors_stand_around_all_four_shapes_the_first_one_outermost()
    {
        var trail = new Trail();
        await using var server = await ProbeServer.StartAsync(
            options =>
            {
                options.Interceptors.Add<Outer>();
                options.Interceptors.Add<Inner>();
            },
            services => services.AddSingleton(trail).AddScoped<Inner>());

        await server.Client.EchoAsync(new ProbeRequest());
        using var collect = server.Client.Collect();
        await collect.RequestStream.CompleteAsync();
        await collect;
        using var expand = server.Client.Expand(new ProbeRequest());
        await expand.ResponseStream.MoveNext();
        using var chat = server.Client.Chat();
        await chat.RequestStream.CompleteAsync();
        await chat.ResponseStream.MoveNext();

        Assert.Equal(
            ["Outer Echo", "Inner Echo", "Outer Collect", "Inner Collect", "Outer Expand", "Inner Expand", "Outer Chat", "Inner Chat"],
            trail.Steps);
    }

    [Fact]
    public async Task An_interceptor_may_refuse_a_call_and_translate_an_error()
    {
        await using var server = await ProbeServer.StartAsync(options => options.Interceptors.Add<Doorkeeper>());
        var refused = await Assert.ThrowsAsync<RpcException>(() => server.Client.EchoAsync(new ProbeRequest()).ResponseAsync);
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);

        var key = new Metadata { { "key", "right" } };
        Assert.Equal("in", (await server.Client.EchoAsync(new ProbeRequest { Text = "in" }, key)).Text);
        var translated = await Assert.ThrowsAsync<RpcException>(
            () => server.Client.EchoAsync(new ProbeRequest { Action = "throw", Text = "x" }, key).ResponseAsync);
        Assert.Equal((StatusCode.FailedPrecondition, "translated"), (translated.StatusCode, translated.Status.Detail));
        Assert.Empty(server.Log.Errors);
    }

    private sealed class Trail
    {
        private readonly ConcurrentQueue<string> _steps = new();

        public IEnumerable<string> Steps => _steps;

        public void Add(Type type, ServerCallContext context) => _steps.Enqueue($"{type.Name} {context.Method.Split('/')[^1]}");
    }

    private abstract class Tracing(Trail trail) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            trail.Add(GetType(), context);
            return continuation(request, context);
        }

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
        {
            trail.Add(GetType(), context);
            return continuation(requestStream, context);
        }

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
        {
            trail.Add(GetType(), context);
            return continuation(request, responseStream, context);
        }

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        {
            trail.Add(GetType(), context);
            return continuation(requestStream, responseStream, context);
        }
    }

    private sealed class Outer(Trail trail) : Tracing(trail);

    private sealed class Inner(Trail trail) : Tracing(trail);

    private sealed class Doorkeeper : Interceptor
    {
        public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            if (context.RequestHeaders.GetValue("key") != "right")
            {
                throw new RpcException(new Status(StatusCode.Unauthenticated, "A key is needed."));
            }

            try
            {
                return await continuation(request, context);
            }
            catch (InvalidOperationException)
            {
                throw new RpcException(new Status(StatusCode.FailedPrecondition, "translated"));
            }
        }
    }
}
