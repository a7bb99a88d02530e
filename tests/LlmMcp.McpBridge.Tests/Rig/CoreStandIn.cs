using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmMcp.McpBridge.Tests.Rig;

/// <summary>Answers in Core's place, whatever the test wants to hear.</summary>
internal sealed class CoreStandIn(WebApplication app) : IAsyncDisposable
{
    public string Url => app.Urls.First();

    public static async Task<CoreStandIn> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(answer);
        await app.StartAsync();
        return new CoreStandIn(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
