namespace LlmMcp.Core.Routing;

/// <summary>Why a place was not chosen, beside the words of <see cref="Fleet.Placements.PlacementClosed"/>.</summary>
internal static class RejectionReasons
{
    /// <summary>The model's context is shorter than the request needs.</summary>
    public const string ContextTooSmall = "context_too_small";

    /// <summary>Measured slower than <c>max_latency_ms</c>.</summary>
    public const string LatencyAboveLimit = "latency_above_limit";

    /// <summary>The cloud has no key.</summary>
    public const string NoKey = "no_key";

    /// <summary><c>max_cost_usd</c> is set and nobody entered a price.</summary>
    public const string PriceUnknown = "price_unknown";

    /// <summary>Expected to cost more than <c>max_cost_usd</c>.</summary>
    public const string TooExpensive = "too_expensive";

    /// <summary>Of a size the quality does not ask for.</summary>
    public const string OtherTier = "other_tier";

    /// <summary>The model's size is unknown: never chosen by quality.</summary>
    public const string SizeUnknown = "size_unknown";
}
