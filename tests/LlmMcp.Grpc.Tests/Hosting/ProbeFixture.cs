using LlmMcp.Grpc.Tests.Probing;

namespace LlmMcp.Grpc.Tests.Hosting;

/// <summary>One server for the tests of a class; what they share is harmless.</summary>
public sealed class ProbeFixture : IAsyncLifetime
{
    private ProbeServer? _server;

    internal ProbeServer Server => _server!;

    internal Probe.ProbeClient Client => Server.Client;

    public async Task InitializeAsync() => _server = await ProbeServer.StartAsync();

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Assert.Empty(Server.Log.Errors);
    }
}
