namespace LlmMcp.Core.Costs;

/// <summary>Reads the prices every half minute: an operator may change them in the database.</summary>
internal sealed class PriceRefreshLoop(PriceTable prices, TimeProvider time, ILogger<PriceRefreshLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await prices.RefreshAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The outermost ring: the last prices stay in use until the database answers again.
                CostLog.RefreshFailed(logger, exception.Message);
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
