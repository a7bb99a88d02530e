using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Live;

/// <summary>Writes the live message at the interval that is set.</summary>
internal sealed class LiveLoop(LiveMessage message, IOptions<TelemetryOptions> options, TimeProvider time, ILogger<LiveLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await message.RunOnceAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The outermost ring: the next round writes it anew.
                TelemetryLog.RoundFailed(logger, exception);
            }

            await Task.Delay(TimeSpan.FromSeconds(options.Value.UpdateIntervalSeconds), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
