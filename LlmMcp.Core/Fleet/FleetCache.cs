namespace LlmMcp.Core.Fleet;

/// <summary>
/// The latest <see cref="FleetSnapshot"/>, refreshed every few seconds and at once after a change made here. Reading it costs
/// nothing.
/// </summary>
internal sealed class FleetCache(FleetReader reader) : IDisposable
{
    private readonly SemaphoreSlim refreshing = new(1);
    private volatile FleetSnapshot current = FleetSnapshot.Empty;

    /// <summary>
    /// Raised after <see cref="Current"/> was replaced by one that serves differently. On the refreshing thread: a listener
    /// signals and returns.
    /// </summary>
    public event Action? Changed;

    /// <summary>The fleet as last read; empty until the first refresh.</summary>
    public FleetSnapshot Current => current;

    /// <summary>Reads the fleet anew. One at a time, so that an older picture never replaces a newer one.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        bool changed;
        await refreshing.WaitAsync(cancellationToken);
        try
        {
            var next = await reader.ReadAsync(cancellationToken);
            next.Prepare();
            changed = !next.ServesAs(current);
            current = next;
        }
        finally
        {
            refreshing.Release();
        }

        if (changed)
        {
            Changed?.Invoke();
        }
    }

    public void Dispose() => refreshing.Dispose();
}
