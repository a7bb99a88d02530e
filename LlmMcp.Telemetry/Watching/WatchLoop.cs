using LlmMcp.Telemetry.Store;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Watching;

/// <summary>Watches at the interval that is set, and leaves the watch when the host stops.</summary>
internal sealed class WatchLoop(Watcher watcher, Spool spool, IOptions<TelemetryOptions> options, TimeProvider time, ILogger<WatchLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await watcher.RunOnceAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                // The outermost ring: a defect in one look must not end all further ones.
                TelemetryLog.RoundFailed(logger, exception);
            }

            spool.Beat(time.GetUtcNow());
            await Task.Delay(TimeSpan.FromSeconds(options.Value.CheckIntervalSeconds), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
        try
        {
            await watcher.LeaveAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // The lease runs out by itself.
        }
    }
}
