using LlmMcp.ServiceDefaults.Rounds;

namespace LlmMcp.Core.Fleet.Circuits;

/// <summary>Runs the rounds of <see cref="CircuitKeeper"/>.</summary>
internal sealed class CircuitLoop(CircuitKeeper keeper, TimeProvider time, ILogger<CircuitLoop> logger) : RoundLoop(time)
{
    protected override TimeSpan Pause { get; } = TimeSpan.FromSeconds(1);

    protected override Task RoundAsync(CancellationToken cancellationToken) => keeper.RunOnceAsync(cancellationToken);

    // Circuits stay as they are until the database answers again.
    protected override void Failed(Exception exception) => CircuitLog.RoundFailed(logger, exception.Message);
}
