using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Routing;

/// <summary>What an answer is expected to cost.</summary>
internal static class ExpectedCost
{
    private const decimal Million = 1_000_000;

    /// <summary>USD; null when nobody entered a price.</summary>
    public static decimal? Of(CatalogueModel? model, int promptTokens, int answerTokens) =>
        model is { PriceIn: { } input } && (model.PriceOut ?? (answerTokens == 0 ? 0 : null)) is { } output
            ? ((input * promptTokens) + (output * answerTokens)) / Million
            : null;
}
