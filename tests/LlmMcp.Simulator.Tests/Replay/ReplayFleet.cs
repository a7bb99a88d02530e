using LlmMcp.Simulator.Fleet;

namespace LlmMcp.Simulator.Tests.Replay;

/// <summary>A node for each recording, all in one fleet, and the registry that some of them pull from.</summary>
public sealed class ReplayFleet : IAsyncLifetime
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private SimulatedFleet fleet = null!;
    private TestRegistry registry = null!;

    public async Task InitializeAsync()
    {
        registry = await TestRegistry.StartAsync();
        fleet = await SimulatedFleet.StartAsync(new FleetOptions { Nodes = [.. Recording.All.Values.Select(Conditions.Node)] });
    }

    internal async Task<ReplayStage> PrepareAsync(Recording recording)
    {
        var stage = new ReplayStage(recording, fleet[recording.File], http, registry.Authority);
        await Conditions.PrepareAsync(stage);
        return stage;
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await fleet.DisposeAsync();
        await registry.DisposeAsync();
    }
}
