namespace LlmMcp.Core.JobsApi;

/// <summary>What the doors of the queue share, HTTP and gRPC alike.</summary>
internal static class JobsApiSlice
{
    public static IServiceCollection AddJobsApi(this IServiceCollection services)
    {
        services.AddSingleton<JobIntake>();
        services.AddSingleton<StreamCount>();
        return services;
    }
}
