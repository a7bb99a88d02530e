using LlmMcp.ServiceDefaults.Rounds;

namespace LlmMcp.Telemetry.Bot;

/// <summary>Listens in the chat.</summary>
internal sealed class BotLoop(BotDesk desk, TimeProvider time, ILogger<BotLoop> logger) : RoundLoop(time)
{
    // A server of one's own may not wait before it answers that nothing was written.
    protected override TimeSpan Pause { get; } = TimeSpan.FromSeconds(1);

    protected override Task RoundAsync(CancellationToken cancellationToken) => desk.RunOnceAsync(cancellationToken);

    protected override void Failed(Exception exception) => TelemetryLog.RoundFailed(logger, exception);
}
