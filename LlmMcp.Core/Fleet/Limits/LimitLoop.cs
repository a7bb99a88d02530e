using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Fleet.Limits;

/// <summary>
/// Applies the limits at start and in their interval. Each round of probes applies them too, so that a new device is limited
/// from its first moment on; without an interval that is enough.
/// </summary>
internal sealed class LimitLoop(LimitKeeper keeper, IOptions<LimitOptions> options, TimeProvider time, ILogger<LimitLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do
        {
            try
            {
                await keeper.ApplyAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The outermost ring: the limits applied last stay in use until the database answers again.
                LimitLog.ApplyFailed(logger, exception.Message);
            }

            await Task.Delay(TimeSpan.FromSeconds(options.Value.IntervalSeconds), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (options.Value.IntervalSeconds > 0 && !stoppingToken.IsCancellationRequested);
    }
}
