using LlmMcp.Core.Jobs;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Fleet;

/// <summary>Looks at what other Cores and operators changed in the database: every few seconds, and at once when told of a change.</summary>
internal sealed class FleetRefreshLoop : BackgroundService
{
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly FleetCache cache;
    private readonly IOptions<FleetOptions> options;
    private readonly ILogger<FleetRefreshLoop> logger;

    public FleetRefreshLoop(FleetCache cache, JobEvents events, IOptions<FleetOptions> options, ILogger<FleetRefreshLoop> logger)
    {
        (this.cache, this.options, this.logger) = (cache, options, logger);
        events.DevicesChanged += Wake;
    }

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

            await ((Task)wake.WaitAsync(options.Value.RefreshInterval, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Wake()
    {
        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }
}
