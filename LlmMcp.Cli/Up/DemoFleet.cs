using LlmMcp.Simulator.Fleet;

namespace LlmMcp.Cli.Up;

/// <summary>The simulated fleet of <c>up --demo</c>, or none. Each of its answers begins with the word "simulated".</summary>
internal sealed class DemoFleet(SimulatedFleet? fleet) : IAsyncDisposable
{
    public IReadOnlyList<Uri> Endpoints { get; } = fleet is null ? [] : [.. fleet.Nodes.Select(node => node.BaseUrl)];

    public static async Task<DemoFleet> StartAsync(UpPlan plan, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        new(plan.Demo ? await SimulatedFleet.StartAsync(FleetOptions.Demo() with { LoggerFactory = loggers }, cancellationToken) : null);

    public ValueTask DisposeAsync() => fleet?.DisposeAsync() ?? ValueTask.CompletedTask;
}
