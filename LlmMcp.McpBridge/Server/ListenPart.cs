using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Tasks;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Server;

/// <summary>
/// <c>subscriptions/listen</c>: first says what will be told, then tells it until the client leaves, the process stops or no source
/// has more to tell.
/// </summary>
internal sealed class ListenPart(IEnumerable<INoticeSource> sources, IHostApplicationLifetime lifetime) : IServerPart
{
    private static readonly JsonDocumentOptions KeysOnce = new() { AllowDuplicateProperties = false };

    private readonly INoticeSource[] sources = [.. sources];

    public void AddTo(McpServerOptions options) => options.Handlers.SubscriptionsListenHandler = ListenAsync;

    private async ValueTask<EmptyResult> ListenAsync(RequestContext<SubscriptionsListenRequestParams> request, CancellationToken cancellationToken)
    {
        var wish = new ListenWish(AskedBy(request.JsonRpcRequest), [], TaskClients.Declares(request.JsonRpcRequest));
        var tellers = new List<Func<NoticeSender, CancellationToken, Task>>();
        foreach (var source in sources)
        {
            if (await source.BeginAsync(wish, cancellationToken) is { } teller)
            {
                tellers.Add(teller);
            }
        }

        await SendAsync(NotificationMethods.SubscriptionsAcknowledgedNotification, new JsonObject { ["notifications"] = wish.Granted }, cancellationToken);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await Task.WhenAll(tellers.Select(tell => tell(SendAsync, leaving.Token)));
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // How such a stream ends.
        }

        return new EmptyResult { ResultType = "complete" };

        Task SendAsync(string method, JsonObject parameters, CancellationToken token)
        {
            var meta = parameters["_meta"] as JsonObject ?? [];
            meta[MetaKeys.SubscriptionId] = request.JsonRpcRequest.Id.Id switch
            {
                long number => JsonValue.Create(number),
                var other => JsonValue.Create(other?.ToString()),
            };
            parameters["_meta"] = meta;
            // The server of a request sends on that request's own stream.
            return request.Server.SendMessageAsync(new JsonRpcNotification { Method = method, Params = parameters }, token);
        }
    }

    /// <summary>What the client wants to be told. Nodes find a key that stands twice only when a source looks into them, where it would pass for a defect of ours.</summary>
    /// <exception cref="JsonException">A key stands twice.</exception>
    private static JsonObject AskedBy(JsonRpcRequest request) =>
        (request.Params as JsonObject)?["notifications"] is JsonObject asked ? JsonNode.Parse(asked.ToJsonString(), documentOptions: KeysOnce)!.AsObject() : [];
}
