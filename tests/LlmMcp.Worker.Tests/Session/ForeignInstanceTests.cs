using System.Collections.Concurrent;
using Grpc.Core;
using LlmMcp.Contracts.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Worker.Tests.Session;

public class ForeignInstanceTests
{
    [Fact]
    public async Task A_worker_whose_id_is_taken_says_so_once_and_keeps_trying()
    {
        var coreBuilder = WebApplication.CreateSlimBuilder();
        coreBuilder.Logging.ClearProviders();
        coreBuilder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var door = new TakenId();
        coreBuilder.Services.AddGrpc();
        coreBuilder.Services.AddSingleton(door);
        await using var core = coreBuilder.Build();
        core.MapGrpcService<TakenId>();
        await core.StartAsync();

        using var log = new LogLines();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(log);
        builder.AddWorker(options => (options.CoreAddress, options.Id, options.ShutdownGrace) = (core.Urls.First(), "w", TimeSpan.Zero));
        using var host = builder.Build();
        await host.StartAsync();
        await door.AskedThreeTimes.WaitAsync(TimeSpan.FromSeconds(30));
        await host.StopAsync();

        var line = Assert.Single(log.Lines, static line => line.Level == LogLevel.Error);
        Assert.Contains("another process uses this worker id w", line.Text, StringComparison.Ordinal);
    }

    private sealed class TakenId : Core.CoreBase
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _times;

        public Task AskedThreeTimes => _asked.Task;

        public override Task Work(IAsyncStreamReader<WorkerMessage> requestStream, IServerStreamWriter<CoreMessage> responseStream, ServerCallContext context)
        {
            if (Interlocked.Increment(ref _times) == 3)
            {
                _asked.SetResult();
            }

            throw new RpcException(new Status(StatusCode.AlreadyExists, "another process uses this worker id w; give each its own WORKER_ID"));
        }
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue((logLevel, formatter(state, exception)));

        public void Dispose()
        {
            // Holds nothing.
        }
    }
}
