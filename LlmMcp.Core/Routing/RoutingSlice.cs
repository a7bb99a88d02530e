using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Nodes;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Routing;

/// <summary>Which kind, provider and model answers a request.</summary>
internal static class RoutingSlice
{
    public static IServiceCollection AddLlmRouting(this IServiceCollection services)
    {
        services.AddOptions<CloudOptions>().BindConfiguration(CloudOptions.Section);
        services.AddSingleton(static provider => Defaults(provider.GetRequiredService<IOptions<FleetOptions>>().Value));
        services.AddSingleton<RoutingViews>();
        return services;
    }

    private static RoutingDefaults Defaults(FleetOptions fleet) =>
        new(fleet.OllamaModel, fleet.OllamaEmbedModel, NodeUrl.TryParse(fleet.OllamaAddress, NodeUrl.OllamaPort, out var url) ? url : null);
}
