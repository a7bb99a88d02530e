using System.Threading.Channels;

namespace LlmMcp.Core.Storage;

/// <summary>
/// Lets concurrent callers share one database round trip: whoever arrives while a flush is under way goes with the next one.
/// No timer: an idle caller waits for nobody, a busy moment makes large batches by itself.
/// </summary>
/// <typeparam name="TItem">What a caller brings.</typeparam>
/// <typeparam name="TResult">What it gets back.</typeparam>
internal sealed class Batcher<TItem, TResult> : IAsyncDisposable
{
    private readonly Channel<Pending> pending;
    private readonly Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> flush;
    private readonly Func<TItem, int> weigh;
    private readonly int maxWeight;
    private readonly Task[] loops;

    /// <param name="flush">Handles a batch and answers item by item, in order. An exception reaches every caller of the batch.</param>
    /// <param name="maxWeight">Largest batch, in units of <paramref name="weigh"/>; a single heavier item goes alone.</param>
    /// <param name="maxPending">Items that may wait; more callers are held back until there is room.</param>
    /// <param name="concurrency">Flushes under way at once.</param>
    /// <param name="weigh">Weight of an item; 1 when null.</param>
    public Batcher(
        Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> flush, int maxWeight, int maxPending, int concurrency, Func<TItem, int>? weigh = null)
    {
        this.flush = flush;
        this.maxWeight = maxWeight;
        this.weigh = weigh ?? (static _ => 1);
        pending = Channel.CreateBounded<Pending>(new BoundedChannelOptions(maxPending) { SingleReader = concurrency == 1 });
        loops = [.. Enumerable.Range(0, concurrency).Select(_ => Task.Run(RunAsync))];
    }

    /// <summary>Hands in one item and waits for its answer. A canceled caller leaves; its item may still be handled.</summary>
    public async ValueTask<TResult> AddAsync(TItem item, CancellationToken cancellationToken)
    {
        var entry = new Pending(item);
        if (!pending.Writer.TryWrite(entry))
        {
            await pending.Writer.WriteAsync(entry, cancellationToken);
        }

        return await entry.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        pending.Writer.TryComplete();
        await Task.WhenAll(loops);
    }

    private async Task RunAsync()
    {
        var batch = new List<Pending>();
        Pending? carried = null;
        while (carried is not null || await pending.Reader.WaitToReadAsync())
        {
            batch.Clear();
            var weight = 0;
            while (carried is not null || pending.Reader.TryRead(out carried))
            {
                var next = weigh(carried.Item);
                if (batch.Count > 0 && weight + next > maxWeight)
                {
                    break;
                }

                batch.Add(carried);
                weight += next;
                carried = null;
            }

            if (batch.Count > 0)
            {
                await FlushAsync(batch);
            }
        }
    }

    private async Task FlushAsync(List<Pending> batch)
    {
        try
        {
            var results = await flush(batch.ConvertAll(static entry => entry.Item));
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].TrySetResult(results[i]);
            }
        }
        catch (Exception exception)
        {
            // Not swallowed: every caller of the batch gets it. The loop itself must live on.
            foreach (var entry in batch)
            {
                entry.TrySetException(exception);
            }
        }
    }

    private sealed class Pending(TItem item) : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TItem Item { get; } = item;
    }
}
