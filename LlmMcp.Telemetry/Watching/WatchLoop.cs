using LlmMcp.ServiceDefaults.Rounds;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Watching;

/// <summary>Watches at the interval that is set, and leaves the watch when the host stops.</summary>
internal sealed class WatchLoop(Watcher watcher, IOptions<TelemetryOptions> options, TimeProvider time, ILogger<WatchLoop> logger) : RoundLoop(time)
{
    protected override TimeSpan Pause => TimeSpan.FromSeconds(options.Value.CheckIntervalSeconds);

    protected override Task RoundAsync(CancellationToken cancellationToken) => watcher.RunOnceAsync(cancellationToken);

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
