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
    public Subscription? Subscribe(string uri, UpdateInbox inbox)
    {
        Watched? resource;
        lock (gate)
        {
            if (!watched.TryGetValue(uri, out resource))
            {
                if (watched.Count >= MostWatched)
                {
                    return null;
                }

                resource = watched[uri] = new Watched(uri);
                _ = TellAsync(resource);
            }

            resource.Inboxes.Add(inbox);
        }

        return new Subscription(this, resource, inbox);
    }

    private async Task TellAsync(Watched resource)
    {
        await foreach (var _ in changes.OfAsync(resource.Uri, resource.Stopping.Token))
        {
            UpdateInbox[] inboxes;
            lock (gate)
            {
                inboxes = [.. resource.Inboxes];
            }

            Array.ForEach(inboxes, inbox => inbox.Add(resource.Uri));
        }

        // It changes no more, or is not there (yet): it needs no place, and who asks for it later has it looked at anew.
        lock (gate)
        {
            resource.IsOver = true;
            Forget(resource);
        }
    }

    private void Leave(Watched resource, UpdateInbox inbox)
    {
        lock (gate)
        {
            if (!resource.Inboxes.Remove(inbox) || resource.Inboxes.Count > 0)
            {
                return;
            }

            Forget(resource);
        }

        resource.Stopping.Cancel();
    }

    private void Forget(Watched resource)
    {
        // Another may have taken its place.
        if (watched.GetValueOrDefault(resource.Uri) == resource)
        {
            watched.Remove(resource.Uri);
        }
    }

    /// <summary>A resource somebody wants to hear of.</summary>
    internal sealed class Watched(string uri)
    {
        private volatile bool isOver;

        public string Uri => uri;

        public bool IsOver
        {
            get => isOver;
            set => isOver = value;
        }

        public List<UpdateInbox> Inboxes { get; } = [];

        public CancellationTokenSource Stopping { get; } = new();
    }

    /// <summary>One inbox's part in a resource, until disposed.</summary>
    internal sealed class Subscription(ResourceUpdates updates, Watched resource, UpdateInbox inbox) : IDisposable
    {
        private int left;

        /// <summary>True when nothing will come any more.</summary>
        public bool IsOver => resource.IsOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                updates.Leave(resource, inbox);
            }
        }
    }
}
