using LlmMcp.Client;

namespace LlmMcp.McpBridge.HttpBridge;

/// <summary>The older HTTP bridge: plain calls for programs that know neither MCP nor Core. Its answers keep the form they always had.</summary>
internal static class HttpBridgeEndpoints
{
    private static readonly Dictionary<string, string> Readable = new()
    {
        ["/dashboard"] = CorePaths.Dashboard,
        ["/costs/summary"] = CorePaths.CostSummary,
        ["/costs/balance"] = CorePaths.Balance,
        ["/benchmarks"] = CorePaths.Benchmarks,
        ["/models/stats"] = CorePaths.ModelStats,
        ["/discovery"] = CorePaths.Discovery,
    };

    private static readonly Dictionary<string, string> Writable = new()
    {
        ["/llm/request"] = CorePaths.Request,
        ["/feedback"] = CorePaths.Feedback,
        ["/knowledge/ingest"] = CorePaths.IngestKnowledge,
        ["/models/sync"] = CorePaths.SyncModels,
    };

    public static IEndpointRouteBuilder MapHttpBridge(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/submit", JobCalls.SubmitAsync);
        routes.MapGet("/jobs/{id}", JobCalls.GetAsync);
        routes.MapGet("/jobs/{id}/stream", JobCalls.StreamAsync);
        foreach (var (path, target) in Readable)
        {
            routes.MapGet(path, CoreProxy.To(target));
        }

        foreach (var (path, target) in Writable)
        {
            routes.MapPost(path, CoreProxy.To(target));
        }

        routes.MapFallback(BridgeReply.NotFound);
        return routes;
    }
}
