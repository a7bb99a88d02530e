using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Costs.OpenRouter;

/// <summary>Reads OpenRouter's catalogue at the start and in its interval, when there is a key.</summary>
internal sealed class CatalogueSyncLoop(CatalogueSync sync, IOptions<OpenRouterOptions> options, TimeProvider time, ILogger<CatalogueSyncLoop> logger) : BackgroundService
{
    // Several Cores start together, and restarts come in rows: one reading is enough for all of them.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    // How often a Core looks whether it is time: the one that read last may be gone.
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!sync.HasKey)
        {
            return;
        }

        var interval = TimeSpan.FromSeconds(options.Value.SyncIntervalSeconds);
        if (options.Value.SyncOnStartup == 1)
        {
            await RunAsync(interval > TimeSpan.Zero && interval < Fresh ? interval : Fresh, stoppingToken);
        }

        while (interval > TimeSpan.Zero && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(interval < Look ? interval : Look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await RunAsync(interval, stoppingToken);
        }
    }

    private async Task RunAsync(TimeSpan age, CancellationToken stoppingToken)
    {
        try
        {
            await sync.RunAsync(age, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The turn runs out by itself.
        }
        catch (Exception exception)
        {
            // The outermost ring: whatever it was, e.g. the database away, the next round tries again.
            CatalogueLog.RoundFailed(logger, exception.Message);
        }
    }
}
