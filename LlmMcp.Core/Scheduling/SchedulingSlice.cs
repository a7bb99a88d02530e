using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Scheduling;

/// <summary>Which job goes to which worker and slot next.</summary>
internal static class SchedulingSlice
{
    public static IServiceCollection AddScheduling(this IServiceCollection services)
    {
        services.AddSingleton<ClaimTaker>();
        services.AddSingleton<IDeviceSource, FleetDeviceSource>();
        services.AddSingleton<IDeviceOfflineHandler, OfflineDeviceJobs>();
        services.AddSingleton<ClaimEvents>();
        services.AddSingleton<Dispatcher>();
        services.AddHostedService(static provider => provider.GetRequiredService<Dispatcher>());
        return services;
    }
}
