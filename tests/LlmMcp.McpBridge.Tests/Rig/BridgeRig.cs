using LlmMcp.McpBridge.Server;
using LlmMcp.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmMcp.McpBridge.Tests.Rig;

/// <summary>A bridge on a port of its own, with the settings, parts and clock of the test.</summary>
internal sealed class BridgeRig : IAsyncDisposable
{
    private readonly WebApplication app;

    private BridgeRig(WebApplication app) => this.app = app;

    /// <summary>Fails the test when the bridge logs an error.</summary>
    public ErrorLogGuard Log { get; private init; } = null!;

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private init; } = null!;

    /// <summary>Its MCP endpoint.</summary>
    public Uri Mcp => new(Url, "/mcp");

    /// <summary>Calls it, without a time limit of its own.</summary>
    public HttpClient Http { get; private init; } = null!;

    /// <param name="coreUrl">A Core; null where the test needs none.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <param name="time">Its clock; null for the system's.</param>
    /// <param name="parts">More of what its MCP server offers.</param>
    public static Task<BridgeRig> StartAsync(
        string? coreUrl = null, Action<BridgeOptions>? configure = null, TimeProvider? time = null, params IServerPart[] parts) =>
        StartWithAsync(services => Array.ForEach(parts, part => services.AddSingleton(part)), coreUrl, configure, time);

    /// <summary>The same with whatever services the test adds or replaces.</summary>
    public static async Task<BridgeRig> StartWithAsync(
        Action<IServiceCollection> change, string? coreUrl = null, Action<BridgeOptions>? configure = null, TimeProvider? time = null)
    {
        var log = new ErrorLogGuard();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.AddBridge(options =>
        {
            options.HttpAddress = "127.0.0.1:0";
            options.CoreUrl = coreUrl ?? "http://127.0.0.1:9";
            configure?.Invoke(options);
        });
        change(builder.Services);
        var bridge = builder.Build();
        bridge.MapBridge();
        await bridge.StartAsync();
        var url = new Uri(bridge.Urls.First());
        return new BridgeRig(bridge) { Log = log, Url = url, Http = new HttpClient { BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan } };
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Log.VerifyNoErrors();
    }
}
