using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Server;

/// <summary>
/// Says how long lists keep (2026-07-28): prompts and templates change with a new version only, tools when a knowledge base comes or
/// goes, what is read is true at this moment. And takes back notices of changed lists that the library promises wherever there are
/// lists: only the tools change, and only sessions are told.
/// </summary>
internal sealed class ListsPart : IServerPart
{
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(5);

    public void AddTo(McpServerOptions options)
    {
        var filters = options.Filters.Request;
        filters.ListToolsFilters.Add(static next => async (request, token) => Keeps(await next(request, token), Steady));
        filters.ListPromptsFilters.Add(static next => async (request, token) => Keeps(await next(request, token), Steady));
        filters.ListResourceTemplatesFilters.Add(static next => async (request, token) => Keeps(await next(request, token), Steady));
        filters.ListResourcesFilters.Add(static next => async (request, token) => Keeps(await next(request, token), TimeSpan.Zero));
        filters.ReadResourceFilters.Add(static next => async (request, token) => Keeps(await next(request, token), TimeSpan.Zero));
        options.Filters.Message.OutgoingFilters.Add(static next => (context, token) =>
        {
            Unpromise(context.JsonRpcMessage);
            return next(context, token);
        });
    }

    private static T Keeps<T>(T result, TimeSpan life)
        where T : ICacheableResult
    {
        // Behind a key everybody sees the same, but a cache that others share cannot know that.
        (result.TimeToLive, result.CacheScope) = (life, CacheScope.Private);
        return result;
    }

    /// <summary>Answers to <c>initialize</c> and <c>server/discover</c> alone have capabilities.</summary>
    private static void Unpromise(JsonRpcMessage message)
    {
        if (message is JsonRpcResponse { Result: JsonObject result } && result["capabilities"] is JsonObject capabilities)
        {
            var inSession = result.ContainsKey("protocolVersion");
            foreach (var (name, capability) in capabilities)
            {
                if (!inSession || name != "tools")
                {
                    (capability as JsonObject)?.Remove("listChanged");
                }
            }
        }
    }
}
