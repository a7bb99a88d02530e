namespace LlmMcp.Telemetry.Bot;

/// <summary>Listens in the chat.</summary>
internal sealed class BotLoop(BotDesk desk, TimeProvider time, ILogger<BotLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await desk.RunOnceAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The outermost ring: the next round listens again.
                TelemetryLog.RoundFailed(logger, exception);
            }

            // A server of one's own may not wait before it answers that nothing was written.
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
