namespace LlmMcp.Bench.Stage;

/// <summary>Waits for something that says nothing by itself. The caller's token bounds it.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan pause, CancellationToken cancellationToken)
    {
        while (!await condition())
        {
            await Task.Delay(pause, TimeProvider.System, cancellationToken);
        }
    }

    public static Task PassedAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, TimeProvider.System, cancellationToken);
}
