using LlmMcp.McpBridge.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmMcp.McpBridge.Tasks;

/// <summary>Long work as tasks on the queue.</summary>
internal static class TasksSlice
{
    public static IServiceCollection AddTasks(this IServiceCollection services)
    {
        services.TryAddSingleton<ITaskSource, JobTasks>();
        services.AddSingleton<IServerPart, TasksPart>();
        services.AddSingleton<INoticeSource, TaskNotices>();
        return services;
    }
}
