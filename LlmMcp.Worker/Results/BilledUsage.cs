namespace LlmMcp.Worker.Results;

/// <summary>What a provider bills apart, as its answer says; null where it does not say.</summary>
/// <param name="CachedTokens">Tokens of the prompt it had in its cache.</param>
/// <param name="ReasoningTokens">Tokens of the answer that were thought.</param>
/// <param name="Cost">USD it charged.</param>
internal sealed record BilledUsage(long? CachedTokens, long? ReasoningTokens, decimal? Cost)
{
    /// <summary>Nothing is said: a node of the owner's.</summary>
    public static BilledUsage None { get; } = new(null, null, null);
}
