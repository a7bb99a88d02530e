using Npgsql;

namespace LlmMcp.Core.Workers;

/// <summary>Keeps the list of workers true: attached ones are alive, those that fell silent are offline, those long gone are forgotten.</summary>
internal sealed class WorkerTidyLoop(WorkerRegistry registry, AttachedWorkers attached, TimeProvider time, ILogger<WorkerTidyLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RunOnceAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Core stops.
        }
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await registry.SeenAsync(attached.Ids, cancellationToken);
            await registry.TidyAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
        {
            WorkersLog.TidyFailed(logger, exception.Message);
        }
    }
}
