using System.Text.Json;
using LlmMcp.Grpc.Tests.Hosting;

namespace LlmMcp.Grpc.Tests.Interop;

/// <summary>Runs Node's client once against our server; each test looks at one case.</summary>
public sealed class NodeClientFixture : IAsyncLifetime
{
    internal Dictionary<string, string?> Results { get; } = [];

    internal IReadOnlyCollection<string> ServerErrors { get; private set; } = [];

    internal List<string> Canceled { get; } = [];

    public async Task InitializeAsync()
    {
        await using var server = await ProbeServer.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        await using var peer = await NodePeer.StartAsync("client.js", new Uri(server.Address).Authority);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await peer.Output.ReadLineAsync(patience.Token) is { } line)
        {
            var result = JsonSerializer.Deserialize<CaseResult>(line, JsonSerializerOptions.Web)!;
            Results[result.Name] = result.Error;
        }

        Assert.Equal("", await peer.ErrorsAsync());
        foreach (var name in new[] { "node deadline", "node cancel" })
        {
            await server.Signals.WaitCanceledAsync(name);
            Canceled.Add(name);
        }

        ServerErrors = server.Log.Errors;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private sealed record CaseResult(string Name, string? Error);
}

public sealed class NodeClientTests(NodeClientFixture fixture) : IClassFixture<NodeClientFixture>
{
    [Theory]
    [InlineData("unary")]
    [InlineData("client stream")]
    [InlineData("server stream")]
    [InlineData("empty server stream")]
    [InlineData("duplex stream")]
    [InlineData("duplex flood")]
    [InlineData("deadline")]
    [InlineData("cancel")]
    [InlineData("metadata")]
    [InlineData("errors")]
    [InlineData("error after messages")]
    [InlineData("unimplemented")]
    [InlineData("gzip")]
    [InlineData("big messages")]
    [InlineData("concurrency")]
    [InlineData("reflection")]
    public void Grpc_js_calls_our_server(string name)
    {
        Assert.True(fixture.Results.TryGetValue(name, out var error), "The case did not run.");
        Assert.True(error is null, error);
    }

    [Fact]
    public void Deadline_and_cancellation_of_grpc_js_reach_our_handler() => Assert.Equal(["node deadline", "node cancel"], fixture.Canceled);

    [Fact]
    public void Our_server_logs_no_error_meanwhile() => Assert.Empty(fixture.ServerErrors);
}
