namespace LlmMcp.Simulator.Runners;

/// <summary>A request that waits for a load or for a slot.</summary>
internal sealed class RunnerWaiter(RunnerRequest request)
{
    public RunnerRequest Request { get; } = request;

    public TaskCompletionSource<RunnerLease> Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
