using System.Runtime.CompilerServices;
using LlmMcp.McpBridge.Tools.Costs;

namespace LlmMcp.McpBridge.Resources;

/// <summary>
/// Tells which resources change. However many clients subscribe to one, it is watched once: jobs by their event stream, the others by
/// looking again. Serves both eras of the protocol.
/// </summary>
internal sealed class ResourceUpdates(ResourceChanges changes)
{
    /// <summary>Resources watched at once by this process.</summary>
    public const int MostWatched = 2_000;

    /// <summary>Resources of one subscriber.</summary>
    public const int MostPerSubscriber = 100;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Watched> watched = new(StringComparer.Ordinal);

    /// <summary>Whether a URI is one that can change.</summary>
    public static bool CanWatch(string uri) =>
        uri is ResourceLinks.DashboardUri or ResourceLinks.ModelsUri
        || uri.StartsWith(ResourceLinks.JobPrefix, StringComparison.Ordinal)
        || (uri.StartsWith(ResourceLinks.CostsPrefix, StringComparison.Ordinal) && Periods.All.Contains(uri[ResourceLinks.CostsPrefix.Length..]));

    /// <summary>The URIs of <paramref name="uris"/> that change, as they do, until cancelled. Those that cannot be watched, or for which there is no room, stay silent.</summary>
    public async IAsyncEnumerable<string> WatchAsync(IReadOnlyCollection<string> uris, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var inbox = new UpdateInbox();
        List<IDisposable> subscriptions = [.. uris.Where(CanWatch).Distinct(StringComparer.Ordinal).Take(MostPerSubscriber).Select(uri => Subscribe(uri, inbox)).OfType<IDisposable>()];
        try
        {
            while (true)
            {
                foreach (var uri in await inbox.TakeAsync(cancellationToken))
                {
                    yield return uri;
                }
            }
        }
        finally
        {
            subscriptions.ForEach(static subscription => subscription.Dispose());
        }
    }

    /// <summary>Puts a resource's changes into an inbox until disposed; null where too many are watched already.</summary>
    public IDisposable? Subscribe(string uri, UpdateInbox inbox)
    {
        lock (gate)
        {
            if (!watched.TryGetValue(uri, out var resource))
            {
                if (watched.Count >= MostWatched)
                {
                    return null;
                }

                resource = watched[uri] = new Watched();
                _ = TellAsync(uri, resource);
            }

            resource.Inboxes.Add(inbox);
        }

        return new Subscription(this, uri, inbox);
    }

    private async Task TellAsync(string uri, Watched resource)
    {
        await foreach (var _ in changes.OfAsync(uri, resource.Stopping.Token))
        {
            UpdateInbox[] inboxes;
            lock (gate)
            {
                inboxes = [.. resource.Inboxes];
            }

            Array.ForEach(inboxes, inbox => inbox.Add(uri));
        }
    }

    private void Leave(string uri, UpdateInbox inbox)
    {
        CancellationTokenSource? unwatched = null;
        lock (gate)
        {
            if (watched.TryGetValue(uri, out var resource) && resource.Inboxes.Remove(inbox) && resource.Inboxes.Count == 0)
            {
                watched.Remove(uri);
                unwatched = resource.Stopping;
            }
        }

        unwatched?.Cancel();
    }

    /// <summary>A resource somebody wants to hear of.</summary>
    private sealed class Watched
    {
        public List<UpdateInbox> Inboxes { get; } = [];

        public CancellationTokenSource Stopping { get; } = new();
    }

    private sealed class Subscription(ResourceUpdates updates, string uri, UpdateInbox inbox) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                updates.Leave(uri, inbox);
            }
        }
    }
}
