using LlmMcp.ServiceDefaults.Rounds;
using Microsoft.Extensions.Options;

namespace LlmMcp.Core.Fleet.Limits;

/// <summary>
/// Applies the limits at start and in their interval. Each round of probes applies them too, so that a new device is limited
/// from its first moment on; without an interval that is enough.
/// </summary>
internal sealed class LimitLoop(LimitKeeper keeper, IOptions<LimitOptions> options, TimeProvider time, ILogger<LimitLoop> logger) : RoundLoop(time)
{
    // Without an interval they are applied once here, and then with each round of discovery.
    protected override TimeSpan Pause => options.Value.IntervalSeconds > 0 ? TimeSpan.FromSeconds(options.Value.IntervalSeconds) : Timeout.InfiniteTimeSpan;

    protected override Task RoundAsync(CancellationToken cancellationToken) => keeper.ApplyAsync(cancellationToken);

    // The limits applied last stay in use until the database answers again.
    protected override void Failed(Exception exception) => LimitLog.ApplyFailed(logger, exception.Message);
}
