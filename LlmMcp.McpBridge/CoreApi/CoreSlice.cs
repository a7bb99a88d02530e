using LlmMcp.Client;
using Microsoft.Extensions.Options;

namespace LlmMcp.McpBridge.CoreApi;

/// <summary>The way to Core.</summary>
internal static class CoreSlice
{
    /// <summary>Adds <see cref="CoreHttp"/>, for calls, and <see cref="JobTrail"/>, for following jobs.</summary>
    public static IServiceCollection AddCoreApi(this IServiceCollection services) => services
        .AddSingleton(static provider => new CoreHttp(EndpointOf(provider.GetRequiredService<IOptions<BridgeOptions>>().Value), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(static provider => new JobTrail(
            provider.GetRequiredService<CoreHttp>(), new FollowSettings { Time = provider.GetRequiredService<TimeProvider>() }));

    private static CoreEndpoint EndpointOf(BridgeOptions options) => new(
        new Uri(options.CoreUrl.TrimEnd('/') + "/"), options.ApiKey,
        $"llm-mcp-bridge/{BridgeVersion.Text}");
}
