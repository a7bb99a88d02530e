using LlmMcp.ServiceDefaults.Rounds;

namespace LlmMcp.Core.Costs.OpenRouter;

/// <summary>Asks for the balance every ten minutes, when there is a key: a scrape shows what is known and waits for nobody.</summary>
internal sealed class BalanceLoop(OpenRouterBalance balance, OpenRouterClient client, TimeProvider time, ILogger<BalanceLoop> logger) : RoundLoop(time)
{
    protected override TimeSpan Pause => client.HasKey ? TimeSpan.FromMinutes(10) : Timeout.InfiniteTimeSpan;

    protected override Task RoundAsync(CancellationToken cancellationToken) => balance.GetAsync(cancellationToken);

    protected override void Failed(Exception exception) => CatalogueLog.NoBalance(logger, exception.Message);
}
