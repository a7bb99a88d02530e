using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Routing;

/// <summary>The six levels a caller may ask for, and what each means.</summary>
internal static class Qualities
{
    /// <summary>The bucket above 32,000 estimated tokens: the cloud's.</summary>
    public const int LongestBucket = 2;

    // Estimated tokens of the buckets: up to 4000, up to 32000, above.
    private const int ShortContext = 4_000;
    private const int LongContext = 32_000;

    private static readonly string[] BySize = [ModelTier.Tiny, ModelTier.Small, ModelTier.Medium, ModelTier.Large, ModelTier.ExtraLarge];
    private static readonly string[] Economy = [ModelTier.CloudEconomy];
    private static readonly string[] EconomyFirst = [ModelTier.CloudEconomy, ModelTier.CloudPremium];
    private static readonly string[] PremiumFirst = [ModelTier.CloudPremium, ModelTier.CloudEconomy];

    private static readonly Dictionary<string, Quality> Levels = new()
    {
        ["turbo"] = new(15, ModelTier.Tiny, [ModelTier.Tiny], [ModelTier.Tiny, ModelTier.Small], Economy),
        ["economy"] = new(30, ModelTier.Small, [ModelTier.Small, ModelTier.Tiny], [ModelTier.Small, ModelTier.Medium], Economy),
        ["standard"] = new(60, ModelTier.Medium, [ModelTier.Medium, ModelTier.Small], [ModelTier.Medium, ModelTier.Large], Economy),
        ["premium"] = new(90, ModelTier.Large, [ModelTier.Large, ModelTier.Medium], [ModelTier.Large, ModelTier.ExtraLarge], EconomyFirst),
        ["ultra"] = new(120, ModelTier.ExtraLarge, [ModelTier.ExtraLarge, ModelTier.Large], [ModelTier.ExtraLarge], PremiumFirst),
        ["max"] = new(180, ModelTier.ExtraLarge, [], [], PremiumFirst),
    };

    private static readonly Dictionary<string, string> OlderWords = new() { ["fast"] = "economy", ["balanced"] = "standard", ["quality"] = "premium" };

    private static readonly Dictionary<string, string[]> EveryTier = Levels.ToDictionary(static level => level.Key, static level => AllFrom(level.Value.Own));

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

    /// <summary>Which column of the table an estimate belongs to: 0 up to 4,000 tokens, 1 up to 32,000, 2 above.</summary>
    public static int BucketOf(int estimatedTokens) => estimatedTokens <= ShortContext ? 0 : estimatedTokens <= LongContext ? 1 : LongestBucket;

    /// <summary>Tiers of local models, the level's own first; empty where the cloud is meant.</summary>
    public static IReadOnlyList<string> LocalTiers(string name, int bucket) => bucket switch
    {
        0 => Levels[name].Short,
        1 => Levels[name].Long,
        _ => [],
    };

    /// <summary>Tiers of cloud models, in order.</summary>
    public static IReadOnlyList<string> CloudTiers(string name) => Levels[name].Cloud;

    /// <summary>
    /// All local tiers, for requests that must stay local where the table says cloud: the level's own first, then the larger
    /// ones from the nearest on, as more answers the wish better than less, then the smaller ones from the nearest on.
    /// </summary>
    public static IReadOnlyList<string> AllTiers(string name) => EveryTier[name];

    /// <summary>Tiers of embedding models: those of the table first, then all others.</summary>
    public static IReadOnlyList<string> EmbeddingTiers(string name, int bucket) => [.. LocalTiers(name, bucket).Union(AllTiers(name))];

    private static string[] AllFrom(string own)
    {
        var start = Array.IndexOf(BySize, own);
        return [.. BySize[start..], .. BySize[..start].Reverse()];
    }

    private sealed record Quality(int TimeoutSeconds, string Own, IReadOnlyList<string> Short, IReadOnlyList<string> Long, IReadOnlyList<string> Cloud);
}
