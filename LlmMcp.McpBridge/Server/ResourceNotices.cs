using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Resources;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace LlmMcp.McpBridge.Server;

/// <summary>Tells when resources change that a client names on its <c>subscriptions/listen</c> stream.</summary>
internal sealed class ResourceNotices(ResourceUpdates updates) : INoticeSource
{
    private const string Uris = "resourceSubscriptions";

    public ValueTask<Func<NoticeSender, CancellationToken, Task>?> BeginAsync(ListenWish wish, CancellationToken cancellationToken)
    {
        if (wish.Asked[Uris] is not { } asked)
        {
            return ValueTask.FromResult<Func<NoticeSender, CancellationToken, Task>?>(null);
        }

        if (asked is not JsonArray { Count: <= ResourceUpdates.MostPerSubscriber } array)
        {
            throw new McpProtocolException($"params.notifications.{Uris} must be at most {ResourceUpdates.MostPerSubscriber} URIs.", McpErrorCode.InvalidParams);
        }

        List<string> uris = [.. array.OfType<JsonValue>().Select(static one => one.TryGetValue(out string? uri) ? uri : "").Where(ResourceUpdates.CanWatch)];
        if (uris.Count == 0)
        {
            return ValueTask.FromResult<Func<NoticeSender, CancellationToken, Task>?>(null);
        }

        wish.Granted[Uris] = new JsonArray([.. uris.Select(static uri => (JsonNode)uri)]);
        return ValueTask.FromResult<Func<NoticeSender, CancellationToken, Task>?>(async (send, token) =>
        {
            await foreach (var uri in updates.WatchAsync(uris, token))
            {
                await send(NotificationMethods.ResourceUpdatedNotification, new JsonObject { ["uri"] = uri }, token);
            }
        });
    }
}
