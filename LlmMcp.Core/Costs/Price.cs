namespace LlmMcp.Core.Costs;

/// <summary>USD per million tokens, as a provider prices a model.</summary>
/// <param name="In">Tokens of the prompt.</param>
/// <param name="Out">Tokens of the answer.</param>
internal readonly record struct Price(decimal In, decimal Out)
{
    /// <summary>Tokens of the prompt that the provider had in its cache; null when they cost as much as others.</summary>
    public decimal? CachedIn { get; init; }

    /// <summary>Tokens of a chain of thought; null when they cost as much as the rest of the answer.</summary>
    public decimal? ReasoningOut { get; init; }

    /// <summary>USD for each request, whatever its length.</summary>
    public decimal PerRequest { get; init; }
}
