using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Core.Storage;
using LlmMcp.Core.Tests.Fleet;
using LlmMcp.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Core.Tests.LlmApi;

/// <summary>A whole Core on a database and ports of its own, with one Ollama that answers probes.</summary>
public sealed class RunningCore : IAsyncLifetime
{
    private TestDatabase? database;
    private FakeNode? node;
    private WebApplication? app;

    public HttpClient Http { get; } = new();

    /// <summary>The id of the node.</summary>
    public string DeviceId { get; private set; } = "";

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync("core", static async (source, token) => await new Migrator(source).RunAsync(token));
        node = await FakeNode.StartOllamaAsync("llama3.2:3b", "nomic-embed-text:latest");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:llmdb"] = database.ConnectionString,
            ["Core:HttpAddress"] = "127.0.0.1:0",
            ["Core:GrpcAddress"] = "127.0.0.1:0",
            ["Fleet:OllamaBaseUrl"] = node.Url.ToString(),
            ["Discovery:Tailscale"] = "0",
        });
        builder.AddCore();
        app = builder.Build();
        app.MapCore();
        await app.StartAsync();
        Http.BaseAddress = new Uri(app.Urls.First());
        await app.Services.GetRequiredService<NodeWatch>().RunOnceAsync(CancellationToken.None);
        DeviceId = app.Services.GetRequiredService<FleetCache>().Current.Online("ollama").Single().Id;
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await app!.StopAsync();
        await app.DisposeAsync();
        await node!.DisposeAsync();
        await database!.DisposeAsync();
    }
}
