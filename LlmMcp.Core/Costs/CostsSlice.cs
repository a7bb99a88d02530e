using LlmMcp.Core.Costs.OpenRouter;
using LlmMcp.Core.Costs.Prices;
using LlmMcp.Core.Costs.Reports;
using LlmMcp.Core.Jobs;
using LlmMcp.ServiceDefaults.Start;

namespace LlmMcp.Core.Costs;

/// <summary>What models cost, and what answers did.</summary>
internal static class CostsSlice
{
    public static IServiceCollection AddCosts(this IServiceCollection services)
    {
        services.AddSingleton<PriceTable>();
        services.AddSingleton<PriceBook>();
        services.AddSingleton<IFinishHandler, CostRecorder>();
        services.AddSingleton<CostReports>();
        services.AddSingleton<ModelStats>();
        services.AddHostedService<PriceRefreshLoop>();
        return services.AddOpenRouter();
    }

    public static void MapCosts(this IEndpointRouteBuilder routes)
    {
        routes.MapPrices();
        routes.MapCostReports();
        routes.MapFeedback();
        routes.MapCatalogue();
    }

    private static IServiceCollection AddOpenRouter(this IServiceCollection services)
    {
        services.AddOptions<OpenRouterOptions>().BindSettings(OpenRouterOptions.Section)
            .Validate(static options => OpenRouterClient.Base(options.BaseUrl) is not null, "OpenRouter:BaseUrl (OPENROUTER_BASE_URL) is not an http or https URL.")
            .Validate(static options => options.IsPolite, "OpenRouter:SyncIntervalSeconds (OPENROUTER_SYNC_INTERVAL) must be 0 or at least 60.")
            .ValidateOnStart();
        services.AddSingleton<OpenRouterClient>();
        services.AddSingleton<CatalogueStore>();
        services.AddSingleton<CatalogueSync>();
        services.AddSingleton<OpenRouterBalance>();
        services.AddHostedService<CatalogueSyncLoop>();
        services.AddHostedService<BalanceLoop>();
        return services;
    }
}
