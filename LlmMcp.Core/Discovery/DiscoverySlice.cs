using LlmMcp.Core.Discovery.Lan;
using LlmMcp.Core.Discovery.Local;
using LlmMcp.Core.Discovery.Tailscale;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.ServiceDefaults.Start;

namespace LlmMcp.Core.Discovery;

/// <summary>Finding nodes nobody configured: on the tailnet, on the local network, beside workers.</summary>
internal static class DiscoverySlice
{
    public static IServiceCollection AddDiscovery(this IServiceCollection services)
    {
        services.AddOptions<DiscoveryOptions>().BindSettings(DiscoveryOptions.Section).ValidateOnStart();
        services.AddSingleton<ITailscale, TailscaleProcess>();
        services.AddSingleton<IPortKnocker, PortKnocker>();
        services.AddSingleton<TailscaleSource>();
        services.AddSingleton<INodeSource>(static provider => provider.GetRequiredService<TailscaleSource>());
        services.AddSingleton<INodeSource, LanSource>();
        services.AddSingleton<LastRound>();
        services.AddSingleton<LocalNodeDesk>();
        return services;
    }
}
