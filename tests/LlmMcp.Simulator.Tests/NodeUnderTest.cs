using System.Net.Http.Json;
using System.Text.Json;
using LlmMcp.Simulator.Fleet;

namespace LlmMcp.Simulator.Tests;

/// <summary>A fleet of one with a client that speaks to it.</summary>
internal sealed class NodeUnderTest : IAsyncDisposable
{
    private readonly SimulatedFleet fleet;

    private NodeUnderTest(SimulatedFleet fleet)
    {
        this.fleet = fleet;
        Http = new HttpClient { BaseAddress = Node.BaseUrl, Timeout = Timeout.InfiniteTimeSpan };
    }

    public SimulatedNode Node => fleet.Nodes[0];

    public HttpClient Http { get; }

    public static async Task<NodeUnderTest> StartAsync(SimulatedNodeOptions options, TimeProvider? clock = null) =>
        new(await SimulatedFleet.StartAsync(new FleetOptions { Nodes = [options], Time = clock ?? TimeProvider.System }));

    /// <summary>A whole answer; null prompt only loads.</summary>
    public async Task<JsonElement> GenerateAsync(
        string model, string? prompt = null, object? keepAlive = null, object? options = null, CancellationToken cancellationToken = default)
    {
        using var response = await Http.PostAsJsonAsync("/api/generate", new { model, prompt, stream = false, keep_alive = keepAlive, options }, cancellationToken);
        return await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    public async Task<string[]> LoadedAsync()
    {
        var ps = await Http.GetFromJsonAsync<JsonElement>("/api/ps");
        return [.. ps.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString()!)];
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await fleet.DisposeAsync();
    }
}
