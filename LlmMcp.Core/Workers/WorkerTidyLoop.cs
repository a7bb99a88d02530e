using Npgsql;

namespace LlmMcp.Core.Workers;

/// <summary>Keeps the list of workers true: attached ones are alive, silent ones are not, forgotten ones go.</summary>
internal sealed class WorkerTidyLoop(WorkerRegistry registry, AttachedWorkers attached, TimeProvider time, ILogger<WorkerTidyLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>One round.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await registry.SeenAsync(attached.Ids, cancellationToken);
        await registry.TidyAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidOperationException)
            {
                WorkersLog.StepFailed(logger, "-", "tidying the list of workers", exception.Message);
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
