using LlmMcp.ServiceDefaults.Rounds;

namespace LlmMcp.Core.Costs;

/// <summary>Reads the prices every half minute: an operator may change them in the database.</summary>
internal sealed class PriceRefreshLoop(PriceTable prices, TimeProvider time, ILogger<PriceRefreshLoop> logger) : RoundLoop(time)
{
    protected override TimeSpan Pause { get; } = TimeSpan.FromSeconds(30);

    protected override Task RoundAsync(CancellationToken cancellationToken) => prices.RefreshAsync(cancellationToken);

    // The last prices stay in use until the database answers again.
    protected override void Failed(Exception exception) => CostLog.RefreshFailed(logger, exception.Message);
}
