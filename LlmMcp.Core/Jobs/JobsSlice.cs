using LlmMcp.Core.Jobs.Follow;
using LlmMcp.Core.Jobs.Tallies;
using LlmMcp.Core.Jobs.Upkeep;
using LlmMcp.ServiceDefaults.Start;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmMcp.Core.Jobs;

/// <summary>The queue.</summary>
internal static class JobsSlice
{
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddOptions<JobsOptions>().BindSettings("Jobs").ValidateOnStart();
        services.AddSingleton<JobEvents>();
        services.AddSingleton<JobSubmitter>();
        services.AddSingleton<JobReader>();
        services.AddSingleton<JobQueue>();
        services.AddSingleton<OutcomeRecorder>();
        services.AddSingleton<JobUpkeep>();
        services.AddHostedService<UpkeepLoop>();
        services.AddSingleton<JobTallies>();
        services.AddHostedService<TallyLoop>();

        services.AddSingleton<JobWatch>();
        services.AddSingleton<LiveOutputs>();
        services.AddSingleton<RemoteOutput>();
        services.AddSingleton<FollowTicker>();
        services.AddSingleton<QueueWatch>();
        services.TryAddSingleton<IQueuePlaces, NoQueuePlaces>();
        services.AddSingleton<JobFollower>();
        services.AddSingleton<OutputRecorder>();
        services.AddSingleton<IOutputRecorder>(static provider => provider.GetRequiredService<OutputRecorder>());
        services.AddHostedService(static provider => provider.GetRequiredService<OutputRecorder>());
        services.AddSingleton<JobListener>();
        services.AddHostedService(static provider => provider.GetRequiredService<JobListener>());
        return services;
    }
}
