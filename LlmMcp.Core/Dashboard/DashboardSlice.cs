namespace LlmMcp.Core.Dashboard;

/// <summary>What is wrong, and what it is doing right now.</summary>
internal static class DashboardSlice
{
    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddSingleton<DashboardReader>();
        services.AddSingleton<DashboardCache>();
        services.AddSingleton<PulseLoop>();
        services.AddHostedService(static provider => provider.GetRequiredService<PulseLoop>());
        return services;
    }
}
