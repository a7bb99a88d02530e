namespace LlmMcp.Simulator.Fleet;

/// <summary>Tells waiting tests that something changed; costs nothing while nobody waits.</summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource? waiting;

    /// <summary>Completes with the next change. Take it first, look at the state second.</summary>
    public Task Next
    {
        get
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (Interlocked.CompareExchange(ref waiting, mine, null) ?? mine).Task;
        }
    }

    public void Raise() => Interlocked.Exchange(ref waiting, null)?.TrySetResult();
}
