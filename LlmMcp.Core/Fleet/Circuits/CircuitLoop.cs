namespace LlmMcp.Core.Fleet.Circuits;

/// <summary>Runs the rounds of <see cref="CircuitKeeper"/>.</summary>
internal sealed class CircuitLoop(CircuitKeeper keeper, FleetMeters meters, TimeProvider time, ILogger<CircuitLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        meters.Start();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await keeper.RunOnceAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The outermost ring: circuits stay as they are until the database answers again.
                CircuitLog.RoundFailed(logger, exception.Message);
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
