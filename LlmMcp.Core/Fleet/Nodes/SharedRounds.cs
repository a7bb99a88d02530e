namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>Lets whoever wants a round join the one under way, so that at most one runs at a time.</summary>
/// <param name="run">Runs one round; its argument is true for a round that asks everything anew.</param>
internal sealed class SharedRounds<T>(Func<bool, CancellationToken, Task<T>> run) : IAsyncDisposable
{
    private readonly Lock guard = new();
    private readonly CancellationTokenSource stopping = new();
    private Task<T>? last;
    private bool lastIsAnew;

    /// <summary>
    /// The outcome of a round: of the last one under way or waiting where that asks enough, else of a new one behind it.
    /// </summary>
    /// <param name="anew">True when a round that relies on what is remembered will not do.</param>
    /// <param name="cancellationToken">Stops waiting; the round goes on for the others.</param>
    public Task<T> JoinAsync(bool anew, CancellationToken cancellationToken)
    {
        Task<T> joined;
        lock (guard)
        {
            if (last is null or { IsCompleted: true } || (anew && !lastIsAnew))
            {
                (last, lastIsAnew) = (RunAfterAsync(last, anew), anew);
            }

            joined = last;
        }

        return joined.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await (last ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task<T> RunAfterAsync(Task? earlier, bool anew)
    {
        // Off the caller's thread, which holds the lock.
        await Task.Yield();
        await (earlier ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await run(anew, stopping.Token);
    }
}
