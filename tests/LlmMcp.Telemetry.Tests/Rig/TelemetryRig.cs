using LlmMcp.Core;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Storage;
using LlmMcp.Telemetry.Channels;
using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Store;
using LlmMcp.Telemetry.Watching;
using LlmMcp.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Telemetry.Tests.Rig;

/// <summary>A real Core with its database, and telemetry processes whose clock and looks are the test's.</summary>
internal sealed class TelemetryRig : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly WebApplication core;
    private readonly TestDirectory directory = TestDirectory.Create();
    private readonly List<Replica> replicas = [];

    private TelemetryRig(TestDatabase database, WebApplication core) => (this.database, this.core) = (database, core);

    public FakeTimeProvider Clock { get; } = new();

    public ErrorLogGuard Log { get; } = new();

    /// <summary>Cuts the way to Core while not whole.</summary>
    public Reach Reach { get; set; } = Reach.Whole;

    /// <summary>What there is to see.</summary>
    public Dashboard Board { get; set; } = Boards.With(Boards.Device("pi5"));

    public List<Failure> Failures { get; } = [];

    public string CoreUrl => core.Urls.First();

    public TestDatabase Database => database;

    public static async Task<TelemetryRig> StartAsync()
    {
        var clone = await TestDatabase.CreateAsync("core_telemetry", static (source, token) => new Migrator(source).RunAsync(token));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:llmdb"] = clone.ConnectionString,
            ["Core:HttpAddress"] = "127.0.0.1:0",
            ["Core:GrpcAddress"] = "127.0.0.1:0",
            ["Fleet:OllamaBaseUrl"] = "",
            ["OpenRouter:SyncOnStartup"] = "0",
        });
        builder.AddCore();
        var hub = builder.Build();
        hub.MapCore();
        await hub.StartAsync();
        return new TelemetryRig(clone, hub);
    }

    /// <summary>Starts a process; one with the same state is a restart of an earlier one.</summary>
    public Replica Start(Action<TelemetryOptions> configure, string state = "one", bool scripted = true)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(Log);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<HttpMessageHandler>(new Link(this));
        if (scripted)
        {
            builder.Services.AddSingleton<ILookSource>(new ScriptedLooks(this));
        }

        builder.AddTelemetryService(options =>
        {
            options.CoreUrl = CoreUrl;
            options.StateDirectory = Path.Combine(directory.Path, state);
            options.TimeZone = "UTC";
            configure(options);
        });
        var replica = new Replica(builder.Build());
        replicas.Add(replica);
        return replica;
    }

    /// <summary>Core looks at its database anew.</summary>
    public Task RefreshFleetAsync() => core.Services.GetRequiredService<FleetCache>().RefreshAsync(CancellationToken.None);

    /// <summary>Rounds of one process, thirty seconds apart.</summary>
    public async Task RunAsync(Replica replica, int rounds = 1)
    {
        for (var i = 0; i < rounds; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(30));
            await replica.RoundAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        replicas.ForEach(static replica => replica.Dispose());
        await core.StopAsync();
        await core.DisposeAsync();
        await database.DisposeAsync();
        directory.Dispose();
        Log.Dispose();
    }

    private sealed class ScriptedLooks(TelemetryRig rig) : ILookSource
    {
        public Task<Look> LookAsync(DateTimeOffset failuresAfter, CancellationToken cancellationToken) => Task.FromResult(rig.Reach == Reach.Whole
            ? Look.Of(rig.Clock.GetUtcNow(), rig.Board, [.. rig.Failures.Where(job => job.FinishedAt > failuresAfter)])
            : Look.Blind(rig.Clock.GetUtcNow(), rig.Reach, "connection refused"));
    }

    private sealed class Link(TelemetryRig rig) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => rig.Reach switch
        {
            Reach.NoCore => throw new HttpRequestException(HttpRequestError.ConnectionError),
            Reach.NoDatabase => Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.ServiceUnavailable)),
            _ => base.SendAsync(request, cancellationToken),
        };
    }
}

/// <summary>A telemetry process whose rounds the test calls.</summary>
internal sealed class Replica(IHost host) : IDisposable
{
    private bool disposed;

    public T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    public Task<Round> RoundAsync() => Get<Watcher>().RunOnceAsync(CancellationToken.None);

    /// <summary>Ends as a process that is killed: nothing is given back.</summary>
    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            host.Dispose();
        }
    }
}
