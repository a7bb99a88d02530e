using LlmMcp.McpBridge.Server;
using LlmMcp.McpBridge.Tools.Costs;
using LlmMcp.McpBridge.Tools.Fleet;
using LlmMcp.McpBridge.Tools.Jobs;
using LlmMcp.McpBridge.Tools.Knowledge;
using LlmMcp.McpBridge.Tools.Requests;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Tools;

/// <summary>Adds the tools.</summary>
internal static class ToolsSlice
{
    public static IServiceCollection AddTools(this IServiceCollection services) => services
        .AddSingleton<CanceledCalls>()
        .AddSingleton<RequestSubmission>()
        .AddSingleton<JobWait>()
        .AddSingleton<ToolShelf>()
        .AddTool<LlmRequestTool>()
        .AddTool<LlmSubmitTool>()
        .AddTool<LlmBatchTool>()
        .AddTool<LlmRouteTool>()
        .AddTool<JobStatusTool>()
        .AddTool<JobWaitTool>()
        .AddTool<JobListTool>()
        .AddTool<JobCancelTool>()
        .AddTool<JobRetryTool>()
        .AddTool<DashboardTool>()
        .AddTool<ModelsTool>()
        .AddTool<DevicesTool>()
        .AddTool<BenchmarksTool>()
        .AddTool<ModelStatsTool>()
        .AddTool<FeedbackTool>()
        .AddTool<CostsTool>()
        .AddTool<BalanceTool>()
        .AddTool<SyncModelsTool>()
        .AddKnowledgeTools()
        .AddSingleton<IServerPart, ToolsPart>();

    private static IServiceCollection AddTool<T>(this IServiceCollection services)
        where T : McpServerTool => services.AddSingleton<McpServerTool, T>();
}
