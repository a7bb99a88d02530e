using LlmMcp.Core;
using LlmMcp.Core.Storage;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Testing;
using LlmMcp.Worker;
using LlmMcp.Worker.Execution;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmMcp.McpBridge.Tests.Rig;

/// <summary>
/// A real Core on a database of its own, one worker that runs scripted jobs and echo, and, where wanted, a simulated node with a
/// chat model and an embedding model.
/// </summary>
public sealed class CoreRig : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly SimulatedFleet? fleet;
    private readonly ErrorLogGuard log = new();
    private readonly int httpPort = FreePort.Next();
    private readonly int grpcPort = FreePort.Next();
    private readonly TestDirectory directory = TestDirectory.Create();
    private WebApplication core = null!;
    private IHost worker = null!;

    private CoreRig(TestDatabase database, SimulatedFleet? fleet) => (this.database, this.fleet) = (database, fleet);

    /// <summary>Core's HTTP. Stays the same over restarts.</summary>
    public string Url => $"http://127.0.0.1:{httpPort}";

    /// <summary>What Core and the worker complained of.</summary>
    public ErrorLogGuard Log => log;

    /// <summary>Says when scripted jobs go on.</summary>
    internal ScriptedJobs Jobs { get; } = new();

    /// <param name="models">Adds a simulated node with these models.</param>
    public static Task<CoreRig> StartAsync(params string[] models) => StartAsync(models.Length == 0 ? null : FleetOptions.OneNode(models));

    /// <param name="nodes">Simulated nodes; null for none.</param>
    public static async Task<CoreRig> StartAsync(FleetOptions? nodes)
    {
        var clone = await TestDatabase.CreateAsync("core_bridge", static (source, token) => new Migrator(source).RunAsync(token));
        var rig = new CoreRig(clone, nodes is null ? null : await SimulatedFleet.StartAsync(nodes));
        await rig.StartCoreAsync();
        await rig.StartWorkerAsync();
        return rig;
    }

    /// <summary>Stops Core and starts another on the same database and ports, as a restart does. The worker finds it by itself.</summary>
    public async Task RestartCoreAsync()
    {
        // Connections of the one that stopped may be found broken only when the database goes.
        log.Expect(static logged => logged.Category == "Npgsql.Connection");
        await core.StopAsync();
        await core.DisposeAsync();
        await StartCoreAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Jobs.ReleaseAll();
        await worker.StopAsync();
        worker.Dispose();
        await core.StopAsync();
        await core.DisposeAsync();
        if (fleet is not null)
        {
            await fleet.DisposeAsync();
        }

        directory.Dispose();
        try
        {
            // Before the database goes: connections that find it gone complain while they close.
            log.Dispose();
        }
        finally
        {
            await database.DisposeAsync();
        }
    }

    private async Task StartCoreAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(new Unowned(log));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:llmdb"] = database.ConnectionString,
            ["Core:HttpAddress"] = $"127.0.0.1:{httpPort}",
            ["Core:GrpcAddress"] = $"127.0.0.1:{grpcPort}",
            ["Fleet:OllamaBaseUrl"] = "",
            ["Fleet:SimulatedEndpoints"] = fleet is null ? "" : string.Join(',', fleet.Nodes.Select(static node => node.BaseUrl)),
            ["OpenRouter:SyncOnStartup"] = "0",
        });
        builder.AddCore();
        core = builder.Build();
        core.MapCore();
        await core.StartAsync();
    }

    private async Task StartWorkerAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(new Unowned(log));
        builder.Services.AddSingleton(Jobs);
        builder.Services.AddJobExecutor<ScriptedJobs>();
        builder.AddWorker(options =>
        {
            options.CoreAddress = $"127.0.0.1:{grpcPort}";
            options.StateDirectory = directory.Path;
        });
        worker = builder.Build();
        await worker.StartAsync();
    }

    // Hosts dispose their providers; this one outlives a restart.
    private sealed class Unowned(ErrorLogGuard owner) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => owner.CreateLogger(categoryName);

        public void Dispose()
        {
        }
    }
}
