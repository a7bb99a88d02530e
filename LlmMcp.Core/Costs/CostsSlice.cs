using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Costs;

/// <summary>What answers cost.</summary>
internal static class CostsSlice
{
    public static IServiceCollection AddCosts(this IServiceCollection services)
    {
        services.AddSingleton<PriceTable>();
        services.AddSingleton<IFinishHandler, CostRecorder>();
        services.AddHostedService<PriceRefreshLoop>();
        return services;
    }

    public static void MapCosts(this IEndpointRouteBuilder routes) => routes.MapCostSummary();
}
