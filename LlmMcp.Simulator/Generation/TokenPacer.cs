namespace LlmMcp.Simulator.Generation;

/// <summary>Waits until the next token is due. The schedule is absolute, so a late timer does not slow the stream down.</summary>
internal sealed class TokenPacer(TimeProvider time)
{
    // Timers below this cost more than they are worth; the next token makes up for it.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly long startedAt = time.GetTimestamp();
    private double dueSeconds;

    public TimeSpan Elapsed => time.GetElapsedTime(startedAt);

    public async ValueTask WaitAsync(double seconds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        dueSeconds += seconds;
        var wait = TimeSpan.FromSeconds(dueSeconds) - Elapsed;
        if (wait > ShortestWait)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }
}
