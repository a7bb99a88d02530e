using System.Threading.Channels;
using Grpc.Core;
using LlmMcp.Contracts.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Worker.Tests.Fakes;

/// <summary>Core as far as a worker sees it: real gRPC, every session in the hands of the test.</summary>
internal sealed class FakeCore : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<FakeSession> _sessions = Channel.CreateUnbounded<FakeSession>();

    private FakeCore(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(System.Net.IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        builder.Services.AddSingleton<Service>();
        _app = builder.Build();
        _app.UseRouting();
        _app.MapGrpcService<Service>();
    }

    public string Address => _app.Urls.First();

    public List<Benchmark> Benchmarks { get; } = [];

    public static async Task<FakeCore> StartAsync(int port = 0)
    {
        var core = new FakeCore(port);
        await core._app.StartAsync();
        return core;
    }

    /// <summary>The next session a worker opens, hello read and not yet answered.</summary>
    public async Task<FakeSession> SessionAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _sessions.Reader.ReadAsync(limit.Token);
    }

    /// <summary>The next session, welcomed with everything it holds.</summary>
    public async Task<FakeSession> WelcomedAsync(int leaseSeconds = 60)
    {
        var session = await SessionAsync();
        await session.WelcomeAsync(leaseSeconds, [.. session.Hello.Held]);
        return session;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private sealed class Service(FakeCore core) : Core.CoreBase
    {
        public override Task<ReportBenchmarkResponse> ReportBenchmark(ReportBenchmarkRequest request, ServerCallContext context)
        {
            core.Benchmarks.Add(request.Benchmark);
            return Task.FromResult(new ReportBenchmarkResponse { Ok = true });
        }

        public override async Task Work(IAsyncStreamReader<WorkerMessage> requestStream, IServerStreamWriter<CoreMessage> responseStream, ServerCallContext context)
        {
            Assert.True(await requestStream.MoveNext(default));
            var session = new FakeSession(requestStream.Current.Hello, responseStream, context.RequestHeaders.GetValue("x-api-key"));
            core._sessions.Writer.TryWrite(session);
            await session.ServeAsync(requestStream);
        }
    }
}
