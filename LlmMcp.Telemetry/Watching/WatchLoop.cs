using LlmMcp.ServiceDefaults.Rounds;
using LlmMcp.Telemetry.Store;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Watching;

/// <summary>Watches at the interval that is set, and leaves the watch when the host stops.</summary>
internal sealed class WatchLoop(Watcher watcher, Spool spool, IOptions<TelemetryOptions> options, TimeProvider time, ILogger<WatchLoop> logger) : RoundLoop(time)
{
    protected override TimeSpan Pause => TimeSpan.FromSeconds(options.Value.CheckIntervalSeconds);

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            await watcher.RunOnceAsync(cancellationToken);
        }
        finally
        {
            // Also after a look that failed: it goes on looking.
            spool.Beat(Time.GetUtcNow());
        }
    }

    protected override void Failed(Exception exception) => TelemetryLog.RoundFailed(logger, exception);

    protected override async Task LeaveAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5), Time);
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
