namespace LlmMcp.Core.Costs.OpenRouter;

/// <summary>Log messages of OpenRouter's catalogue and balance. Event ids 2300-2399.</summary>
internal static partial class CatalogueLog
{
    [LoggerMessage(2300, LogLevel.Information, "Read OpenRouter's catalogue: {Models} models for routing, {Prices} prices.")]
    public static partial void Synced(ILogger logger, int models, int prices);

    [LoggerMessage(2301, LogLevel.Warning, "OpenRouter's catalogue was not read: {Reason}. What is known of it stays in use.")]
    public static partial void Failed(ILogger logger, string reason);

    [LoggerMessage(2302, LogLevel.Warning, "Storing OpenRouter's catalogue failed ({Reason}); the next round tries again.")]
    public static partial void RoundFailed(ILogger logger, string reason);

    [LoggerMessage(2303, LogLevel.Warning, "OpenRouter does not tell the balance: {Reason}.")]
    public static partial void NoBalance(ILogger logger, string reason);
}
