using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Benchmarks;

/// <summary>Nobody is surprised by the bill of a benchmark: a cloud model is measured only when its price is known and low enough.</summary>
internal static class PriceGuard
{
    /// <summary>Why a model may not be measured; null when it may.</summary>
    /// <param name="model">What is known of it; null when nothing is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="most">Dearest price allowed, inclusive, USD per million tokens of prompt or answer.</param>
    public static ApiError? Refusal(CatalogueModel? model, string name, decimal most) => model switch
    {
        { PriceIn: { } priceIn, PriceOut: { } priceOut } when Math.Max(priceIn, priceOut) <= most => null,
        { PriceIn: { } priceIn, PriceOut: { } priceOut } => ApiError.BadField(
            "model",
            FormattableString.Invariant($"{name} costs {Math.Max(priceIn, priceOut):0.####} USD per million tokens; benchmarks may cost at most {most:0.####} (BENCHMARK_MAX_PRICE_PER_1M)."),
            "model_too_expensive_for_benchmark"),
        _ => ApiError.BadField(
            "model", $"No price is known of {name}, so it is not measured. Enter its price first.", "benchmark_blocked"),
    };
}
