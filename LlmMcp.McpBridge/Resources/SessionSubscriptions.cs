using System.Collections.Concurrent;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Resources;

/// <summary><c>resources/subscribe</c> of the older era: what each session wants to hear of, until it unsubscribes or ends.</summary>
internal sealed class SessionSubscriptions(ResourceUpdates updates) : ISessionWatcher
{
    // stdio has one session, without an id.
    private const string OnlySession = "";

    private readonly ConcurrentDictionary<string, Subscriber> subscribers = new(StringComparer.Ordinal);

    public ValueTask<EmptyResult> SubscribeAsync(RequestContext<SubscribeRequestParams> request, CancellationToken cancellationToken)
    {
        var uri = request.Params.Uri;
        if (!ResourceUpdates.CanWatch(uri))
        {
            throw new McpProtocolException($"Nothing tells when {uri} changes; job://ID, job://ID/result, dashboard://, models:// and costs://PERIOD can be subscribed to.", McpErrorCode.InvalidParams);
        }

        var subscriber = subscribers.GetOrAdd(request.Server.SessionId ?? OnlySession, static (_, server) => new Subscriber(server), request.Server);
        subscriber.Add(uri, updates);
        return ValueTask.FromResult(new EmptyResult());
    }

    public ValueTask<EmptyResult> UnsubscribeAsync(RequestContext<UnsubscribeRequestParams> request, CancellationToken cancellationToken)
    {
        if (subscribers.TryGetValue(request.Server.SessionId ?? OnlySession, out var subscriber))
        {
            subscriber.Remove(request.Params.Uri);
        }

        return ValueTask.FromResult(new EmptyResult());
    }

    public void Ended(string sessionId)
    {
        if (subscribers.TryRemove(sessionId, out var subscriber))
        {
            subscriber.End();
        }
    }

    /// <summary>A session with subscriptions: one inbox, and one loop that empties it.</summary>
    private sealed class Subscriber
    {
        private readonly UpdateInbox inbox = new();
        private readonly ConcurrentDictionary<string, ResourceUpdates.Subscription> subscriptions = new(StringComparer.Ordinal);
        private readonly CancellationTokenSource ended = new();

        public Subscriber(McpServer server) => _ = TellAsync(server);

        public void Add(string uri, ResourceUpdates updates)
        {
            // Jobs end without an unsubscribe: their places are free, and who asks again has them looked at anew.
            foreach (var one in subscriptions.Where(static one => one.Value.IsOver))
            {
                if (subscriptions.TryRemove(one))
                {
                    one.Value.Dispose();
                }
            }

            if (subscriptions.ContainsKey(uri))
            {
                return;
            }

            if (subscriptions.Count >= ResourceUpdates.MostPerSubscriber)
            {
                throw new McpProtocolException($"A session may subscribe to {ResourceUpdates.MostPerSubscriber} resources; unsubscribe from some first.", McpErrorCode.InvalidRequest);
            }

            var subscription = updates.Subscribe(uri, inbox)
                ?? throw new McpProtocolException("This server watches as many resources as it can; try again later.", McpErrorCode.InternalError);
            if (!subscriptions.TryAdd(uri, subscription))
            {
                subscription.Dispose();
            }
        }

        public void Remove(string uri)
        {
            if (subscriptions.TryRemove(uri, out var subscription))
            {
                subscription.Dispose();
            }
        }

        public void End()
        {
            ended.Cancel();
            foreach (var uri in subscriptions.Keys)
            {
                Remove(uri);
            }
        }

        private async Task TellAsync(McpServer server)
        {
            try
            {
                while (true)
                {
                    foreach (var uri in await inbox.TakeAsync(ended.Token))
                    {
                        await server.SendNotificationAsync(
                            NotificationMethods.ResourceUpdatedNotification, new ResourceUpdatedNotificationParams { Uri = uri }, cancellationToken: ended.Token);
                    }
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or InvalidOperationException or ObjectDisposedException)
            {
                // The session is over, or its client is: there is nobody to tell.
                End();
            }
        }
    }
}
