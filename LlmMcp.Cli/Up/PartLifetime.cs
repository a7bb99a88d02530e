namespace LlmMcp.Cli.Up;

/// <summary>Leaves signals alone: the parts share one process, and <see cref="UpRun"/> stops them in their order.</summary>
internal sealed class PartLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
