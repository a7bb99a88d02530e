using LlmMcp.Core.Access;
using LlmMcp.ServiceDefaults.Telemetry;

namespace LlmMcp.Core.Metrics;

/// <summary>Metrics for those who scrape.</summary>
internal static class MetricsSlice
{
    public static IServiceCollection AddCoreMetrics(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<CoreMetrics>();
        services.AddSingleton<GenAiMetrics>();
        services.AddSingleton<MetricStore>();
        services.AddSingleton<JobSpans>();
        return services;
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        // From now on: what happens before the first scrape counts too.
        routes.ServiceProvider.GetRequiredService<MetricStore>();
        routes.ServiceProvider.GetRequiredService<CoreMetrics>();
        routes.ServiceProvider.GetRequiredService<GenAiMetrics>();
        routes.ServiceProvider.GetRequiredService<JobSpans>();
        routes.MapGet("/metrics", Write).WithTags(TelemetrySlice.HealthTag).WithName("Metrics").WithSummary("Metrics in the text format of Prometheus").RequireSurface(Surface.Client);
    }

    private static IResult Write(MetricStore store) => Results.Text(store.Write(), "text/plain; version=0.0.4; charset=utf-8");
}
