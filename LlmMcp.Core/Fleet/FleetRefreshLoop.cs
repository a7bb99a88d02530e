using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Fleet;

/// <summary>Looks at what other Cores and operators changed in the database.</summary>
internal sealed class FleetRefreshLoop(FleetCache cache, IOptions<FleetOptions> options, TimeProvider time, ILogger<FleetRefreshLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await cache.RefreshAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The outermost ring: the last picture stays in use until the database answers again.
                FleetLog.RefreshFailed(logger, exception.Message);
            }

            await Task.Delay(options.Value.RefreshInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
