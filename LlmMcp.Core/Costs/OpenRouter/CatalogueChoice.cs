using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Costs.OpenRouter;

/// <summary>Which models of a catalogue routing learns of, and in which tier. Pure.</summary>
internal static class CatalogueChoice
{
    /// <summary>Mean price of a million tokens, in and out, from which on a model counts as premium: between o4-mini and gpt-4o.</summary>
    public const decimal PremiumFrom = 5m;

    /// <summary>Models the deployed system's owner picked by hand; taken over whatever they score.</summary>
    public static readonly IReadOnlyList<string> Curated =
    [
        "moonshotai/kimi-k2.5", "minimax/minimax-m2.1", "x-ai/grok-code-fast-1", "z-ai/glm-4.7", "nvidia/nemotron-3-nano-30b-a3b",
    ];

    /// <summary>
    /// The best by <see cref="Score"/> among those that answer in text and cost no more than <paramref name="maxPrice"/>, the curated
    /// ones, and those in <paramref name="known"/>.
    /// </summary>
    public static IReadOnlyList<OpenRouterModel> Choose(IReadOnlyList<OpenRouterModel> models, int topN, decimal maxPrice, IReadOnlySet<string> known)
    {
        var best = models
            .Where(model => model.AnswersText && model.Price.In <= maxPrice && model.Price.Out <= maxPrice)
            .OrderByDescending(Score)
            .ThenBy(static model => model.Id, StringComparer.Ordinal)
            .Take(topN)
            .Select(static model => model.Id)
            .Concat(Curated)
            .ToHashSet();
        return [.. models.Where(model => best.Contains(model.Id) || known.Contains(model.Id))];
    }

    /// <summary>Thousands of tokens of context per mean USD; unknown context counts as none.</summary>
    public static decimal Score(OpenRouterModel model) => (model.Context ?? 0) / 1000m / (Mean(model.Price) + 0.01m);

    /// <summary>
    /// By the mean price: premium from <see cref="PremiumFrom"/> on, economy below. Free models get none and so are never chosen by
    /// quality: a few requests a day are what they allow.
    /// </summary>
    public static string? Tier(Price price) =>
        Mean(price) is var mean && mean == 0 ? null : mean >= PremiumFrom ? ModelTier.CloudPremium : ModelTier.CloudEconomy;

    private static decimal Mean(Price price) => (price.In + price.Out) / 2;
}
