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
    public async Task A_worker_whose_id_is_taken_says_so_once_and_keeps_trying() => Assert.Contains(
        "another process uses this worker id w", await ErrorAsync(StatusCode.AlreadyExists, "another process uses this worker id w; give each its own WORKER_ID"), StringComparison.Ordinal);

    [Fact]
    public async Task A_refusal_that_ends_in_a_full_stop_is_followed_by_one() => Assert.Equal(
        "Core refuses worker w: Unauthenticated: The key sent is not the INTERNAL_API_KEY of this Core. Check INTERNAL_API_KEY",
        await ErrorAsync(StatusCode.Unauthenticated, "The key sent is not the INTERNAL_API_KEY of this Core."));

    /// <summary>The only error a worker logs while Core refuses it three times.</summary>
    private static async Task<string> ErrorAsync(StatusCode status, string detail)
    {
        var coreBuilder = WebApplication.CreateSlimBuilder();
        coreBuilder.Logging.ClearProviders();
        coreBuilder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var door = new ClosedDoor(new Status(status, detail));
        coreBuilder.Services.AddGrpc();
        coreBuilder.Services.AddSingleton(door);
        await using var core = coreBuilder.Build();
        core.MapGrpcService<ClosedDoor>();
        await core.StartAsync();

        using var log = new LogLines();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(log);
        builder.AddWorker(options => (options.CoreAddress, options.Id, options.ShutdownGrace) = (core.Urls.First(), "w", TimeSpan.Zero));
        using var host = builder.Build();
        await host.StartAsync();
        await door.AskedThreeTimes.WaitAsync(TimeSpan.FromSeconds(30));
        await host.StopAsync();

        return Assert.Single(log.Lines, static line => line.Level == LogLevel.Error).Text;
    }

    private sealed class ClosedDoor(Status refusal) : Core.CoreBase
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

            throw new RpcException(refusal);
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
