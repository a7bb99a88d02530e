using LlmMcp.Testing;

namespace LlmMcp.Simulator.Tests;

internal static class ClockExtensions
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);

    /// <summary>Moves the clock half a second whenever something waits for it, until the task is done.</summary>
    public static async Task RunUntilAsync(this FakeTimeProvider clock, Task task)
    {
        while (!task.IsCompleted)
        {
            await Task.WhenAny(task, clock.WaitForArmedTimersAsync(1)).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
            clock.Advance(Step);
        }
    }
}
