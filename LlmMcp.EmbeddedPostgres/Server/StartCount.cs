namespace LlmMcp.EmbeddedPostgres;

/// <summary>Counts starts and lets others wait for one.</summary>
internal sealed class StartCount
{
    private readonly Lock guard = new();
    private TaskCompletionSource next = Fresh();

    public int Value { get; private set; }

    public void Increment()
    {
        TaskCompletionSource reached;
        lock (guard)
        {
            Value++;
            reached = next;
            next = Fresh();
        }

        reached.SetResult();
    }

    public async Task WaitAsync(int count, CancellationToken cancellationToken)
    {
        for (var seen = Read(); seen.Value < count; seen = Read())
        {
            await seen.Next.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private (int Value, Task Next) Read()
    {
        lock (guard)
        {
            return (Value, next.Task);
        }
    }
}
