using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Routing;

/// <summary>The six levels a caller may ask for, and what each means.</summary>
internal static class Qualities
{
    // Estimated tokens of the buckets: up to 4000, up to 32000, above.
    private const int ShortContext = 4_000;
    private const int LongContext = 32_000;

    private static readonly Dictionary<string, Quality> Levels = new()
    {
        ["turbo"] = new(15, [ModelTier.Tiny], [ModelTier.Tiny, ModelTier.Small]),
        ["economy"] = new(30, [ModelTier.Small, ModelTier.Tiny], [ModelTier.Small, ModelTier.Medium]),
        ["standard"] = new(60, [ModelTier.Medium, ModelTier.Small], [ModelTier.Medium, ModelTier.Large]),
        ["premium"] = new(90, [ModelTier.Large, ModelTier.Medium], [ModelTier.Large, ModelTier.ExtraLarge]),
        ["ultra"] = new(120, [ModelTier.ExtraLarge, ModelTier.Large], [ModelTier.ExtraLarge]),
        ["max"] = new(180, [], []),
    };

    private static readonly Dictionary<string, string> OlderWords = new() { ["fast"] = "economy", ["balanced"] = "standard", ["quality"] = "premium" };

    /// <summary>The levels, from the quickest to the best.</summary>
    public static IEnumerable<string> Names => Levels.Keys;

    /// <summary>The level a caller means, in today's word for it; null when there is no such level.</summary>
    public static string? Find(string text)
    {
        var word = text.Trim().ToLowerInvariant();
        word = OlderWords.GetValueOrDefault(word, word);
        return Levels.ContainsKey(word) ? word : null;
    }

    /// <summary>How long one attempt may take.</summary>
    public static int TimeoutSeconds(string name) => Levels[name].TimeoutSeconds;

    /// <summary>Tiers of local models, the level's own first; empty where the cloud is meant.</summary>
    public static IReadOnlyList<string> LocalTiers(string name, int estimatedTokens) =>
        estimatedTokens <= ShortContext ? Levels[name].Short : estimatedTokens <= LongContext ? Levels[name].Long : [];

    private sealed record Quality(int TimeoutSeconds, IReadOnlyList<string> Short, IReadOnlyList<string> Long);
}
