using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Fleet.Limits;
using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Core.Fleet.Speeds;
using LlmMcp.Core.Jobs;
using LlmMcp.ServiceDefaults.Start;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmMcp.Core.Fleet;

/// <summary>The devices: which there are, what they can run, whether they answer.</summary>
internal static class FleetSlice
{
    public static IServiceCollection AddFleet(this IServiceCollection services)
    {
        services.AddOptions<FleetOptions>().BindSettings(FleetOptions.Section)
            .Validate(static options => TierBounds.TryParse(options.TierBounds) is not null, "Fleet:TierBounds (MODEL_TIER_BOUNDS) must be four growing numbers such as 1,3,7,13.")
            .ValidateOnStart();
        services.AddOptions<LimitOptions>().BindSettings(LimitOptions.Section).ValidateOnStart();
        services.AddSingleton<LimitSettings>();
        services.AddSingleton<LimitWriter>();
        services.AddSingleton<LimitKeeper>();
        services.AddSingleton<FleetReader>();
        services.AddSingleton<FleetCache>();
        services.TryAddSingleton<IBacklogSource, NoBacklog>();
        services.AddSingleton<FleetWriter>();
        services.AddSingleton<ModelPins>();
        services.AddSingleton<IFinishHandler, SpeedRecorder>();
        services.AddSingleton<NodeHttp>();
        services.AddSingleton<NodeProber>();
        services.AddSingleton<NodeResolver>();
        services.AddSingleton<INodeSource, ConfiguredSource>();
        services.AddSingleton<NodeWatch>();
        services.AddHostedService<NodeWatchLoop>();
        services.AddHostedService<LimitLoop>();
        services.AddHostedService<FleetRefreshLoop>();
        services.AddSingleton<IFinishHandler, CircuitRecorder>();
        services.AddSingleton<CircuitKeeper>();
        services.AddHostedService<CircuitLoop>();
        return services;
    }

    public static void MapFleet(this IEndpointRouteBuilder routes)
    {
        routes.MapDevices();
        routes.MapModels();
        routes.MapCircuits();
        routes.MapLimits();
    }
}
