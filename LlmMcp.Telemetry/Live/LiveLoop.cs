using LlmMcp.ServiceDefaults.Rounds;
using Microsoft.Extensions.Options;

namespace LlmMcp.Telemetry.Live;

/// <summary>Writes the live message at the interval that is set.</summary>
internal sealed class LiveLoop(LiveMessage message, IOptions<TelemetryOptions> options, TimeProvider time, ILogger<LiveLoop> logger) : RoundLoop(time)
{
    protected override TimeSpan Pause => TimeSpan.FromSeconds(options.Value.UpdateIntervalSeconds);

    protected override Task RoundAsync(CancellationToken cancellationToken) => message.RunOnceAsync(cancellationToken);

    protected override void Failed(Exception exception) => TelemetryLog.RoundFailed(logger, exception);
}
