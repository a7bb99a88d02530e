using System.Net;
using LlmMcp.Simulator.Listening;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmMcp.Simulator.Fleet;

/// <summary>A running fleet: one web server, one port per node. Disposing stops it.</summary>
public sealed class SimulatedFleet : IAsyncDisposable
{
    private const long LargestBody = 64 << 20;

    private readonly WebApplication application;

    private SimulatedFleet(WebApplication application, IReadOnlyList<SimulatedNode> nodes)
    {
        this.application = application;
        Nodes = nodes;
    }

    /// <summary>The nodes in the order of the options.</summary>
    public IReadOnlyList<SimulatedNode> Nodes { get; }

    /// <summary>The node of that name.</summary>
    /// <param name="name">As in <see cref="SimulatedNodeOptions.Name"/>.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public SimulatedNode this[string name] =>
        Nodes.FirstOrDefault(node => node.Name == name) ?? throw new KeyNotFoundException($"The fleet has no node '{name}'.");

    /// <summary>Starts all nodes; when this returns, they answer.</summary>
    /// <param name="options">The fleet.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="ArgumentException">There are no nodes, or two have one name.</exception>
    public static async Task<SimulatedFleet> StartAsync(FleetOptions options, CancellationToken cancellationToken = default)
    {
        if (options.Nodes.Count == 0 || options.Nodes.DistinctBy(node => node.Name).Count() != options.Nodes.Count)
        {
            throw new ArgumentException("A fleet needs nodes, each with a name of its own.", nameof(options));
        }

        SimulatedNode[] nodes = [.. options.Nodes.Select(node => new SimulatedNode(node, options))];
        var fleet = new SimulatedFleet(Build(options, nodes), nodes);
        fleet.application.MapSimulator(fleet);
        try
        {
            await fleet.application.StartAsync(cancellationToken);
        }
        catch
        {
            await fleet.application.DisposeAsync();
            throw;
        }

        return fleet;
    }

    /// <summary>Stops all nodes and cuts what is open.</summary>
    public async ValueTask DisposeAsync()
    {
        // A stream at work would hold a graceful stop up for its whole length; a simulated machine may just be gone.
        var stopping = application.StopAsync(CancellationToken.None);
        await Task.WhenAll(Nodes.Select(node => node.CutAsync()));
        await stopping;
        await application.DisposeAsync();
    }

    private static WebApplication Build(FleetOptions options, SimulatedNode[] nodes)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "LlmMcp.Simulator" });
        builder.Services.Replace(ServiceDescriptor.Singleton(options.LoggerFactory ?? NullLoggerFactory.Instance));

        // The process belongs to whoever hosts the fleet, and so do its signals.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            foreach (var node in nodes)
            {
                kestrel.Listen(new NodeEndPoint(node.Options.Address ?? options.Address, node.Options.Port, node));
            }
        });
        builder.Services.AddSingleton<IConnectionListenerFactory, NodeTransport>();
        return builder.Build();
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
