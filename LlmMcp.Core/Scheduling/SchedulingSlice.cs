using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs.Follow;
using LlmMcp.Core.Scheduling.Waiting;

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
        services.AddSingleton<SlotWork>();
        services.AddSingleton<Handover>();
        services.AddSingleton<UnheardClaims>();
        services.AddSingleton<Dispatcher>();
        services.AddHostedService(static provider => provider.GetRequiredService<Dispatcher>());

        services.AddSingleton<CountedBacklog>();
        services.AddSingleton<IBacklogSource>(static provider => provider.GetRequiredService<CountedBacklog>());
        services.AddSingleton<WaitingReader>();
        services.AddSingleton<QueueBoard>();
        services.AddSingleton<IQueuePlaces>(static provider => provider.GetRequiredService<QueueBoard>());
        services.AddHostedService<WaitingLoop>();
        return services;
    }
}
