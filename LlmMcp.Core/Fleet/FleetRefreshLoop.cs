using LlmMcp.Core.Fleet.Nodes;
using LlmMcp.Core.Jobs;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Fleet;

/// <summary>Looks at what other Cores and operators changed in the database: every few seconds, and at once when told of a change.</summary>
internal sealed class FleetRefreshLoop : BackgroundService
{
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly FleetCache cache;
    private readonly FleetWriter writer;
    private readonly IOptions<FleetOptions> options;
    private readonly ILogger<FleetRefreshLoop> logger;

    public FleetRefreshLoop(FleetCache cache, FleetWriter writer, JobEvents events, IOptions<FleetOptions> options, ILogger<FleetRefreshLoop> logger)
    {
        (this.cache, this.writer, this.options, this.logger) = (cache, writer, options, logger);
        events.DevicesChanged += Wake;
    }

    /// <summary>Looks once before the doors open: a Core that knows neither fleet nor clouds would refuse what it can do a moment later.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(
            async token =>
            {
                await writer.EnsureCloudsAsync(token);
                await cache.RefreshAsync(token);
            },
            cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await ((Task)wake.WaitAsync(options.Value.RefreshInterval, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await TryAsync(cache.RefreshAsync, stoppingToken);
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> look, CancellationToken cancellationToken)
    {
        try
        {
            await look(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping: nobody needs the picture any more.
        }
        catch (Exception exception)
        {
            // The outermost ring: the last picture stays in use until the database answers again.
            FleetLog.RefreshFailed(logger, exception.Message);
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
