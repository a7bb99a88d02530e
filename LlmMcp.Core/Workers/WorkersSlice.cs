namespace LlmMcp.Core.Workers;

/// <summary>The doors for workers.</summary>
internal static class WorkersSlice
{
    public static IServiceCollection AddWorkers(this IServiceCollection services)
    {
        services.AddSingleton<WorkerRegistry>();
        services.AddSingleton<AttachedWorkers>();
        services.AddSingleton<ClaimDesk>();
        services.AddSingleton<ResultDesk>();
        services.AddSingleton<WorkDesk>();
        services.AddSingleton<WorkerPayload>();
        services.AddHostedService<WorkerTidyLoop>();
        return services;
    }
}
