namespace LlmMcp.McpBridge.Tests.Rig;

/// <summary>Waits for what another process or thread is about to do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Returns when it holds.</summary>
    /// <exception cref="TimeoutException">It did not within half a minute.</exception>
    public static Task TrueAsync(Func<bool> holds) => TrueAsync(() => Task.FromResult(holds()));

    /// <summary>Returns when it holds.</summary>
    /// <exception cref="TimeoutException">It did not within half a minute.</exception>
    public static async Task TrueAsync(Func<Task<bool>> holds)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException("What was waited for did not happen.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
