namespace LlmMcp.Simulator.Runners;

/// <summary>One taken slot of a runner; disposing gives it back.</summary>
internal sealed class RunnerLease(RunnerScheduler scheduler, Runner runner) : IDisposable
{
    private int released;

    public Runner Runner { get; } = runner;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref released, 1) == 0)
        {
            scheduler.Release(Runner);
        }
    }
}
