using LlmMcp.ServiceDefaults.Rounds;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Costs.OpenRouter;

/// <summary>Reads OpenRouter's catalogue at the start and in its interval, when there is a key.</summary>
internal sealed class CatalogueSyncLoop(CatalogueSync sync, IOptions<OpenRouterOptions> options, TimeProvider time, ILogger<CatalogueSyncLoop> logger) : RoundLoop(time)
{
    // Several Cores start together, and restarts come in rows: one reading is enough for all of them.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    // How often a Core looks whether it is time: the one that read last may be gone.
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(5);

    private bool started;

    protected override TimeSpan Pause => !sync.HasKey || Interval == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : Interval < Look ? Interval : Look;

    protected override TimeSpan FirstPause => sync.HasKey && options.Value.SyncOnStartup == 1 ? TimeSpan.Zero : Pause;

    private TimeSpan Interval => TimeSpan.FromSeconds(options.Value.SyncIntervalSeconds);

    // A turn that is not given back runs out by itself.
    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        var isStart = !started && options.Value.SyncOnStartup == 1;
        started = true;
        await sync.RunAsync(isStart && (Interval == TimeSpan.Zero || Interval > Fresh) ? Fresh : Interval, cancellationToken);
    }

    // Whatever it was, e.g. the database away.
    protected override void Failed(Exception exception) => CatalogueLog.RoundFailed(logger, exception.Message);
}
