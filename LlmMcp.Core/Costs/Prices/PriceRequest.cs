using System.Text.Json.Serialization;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Costs.Prices;

/// <summary>
/// The body of <c>PUT /v1/prices/{provider}/{model}</c>: USD per million tokens, as numbers or as text. What is left out of the
/// optional ones costs as the rest does.
/// </summary>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
internal sealed record PriceRequest(
    [property: JsonPropertyName("price_in_1m")] decimal? PriceIn,
    [property: JsonPropertyName("price_out_1m")] decimal? PriceOut,
    [property: JsonPropertyName("price_cached_in_1m")] decimal? PriceCachedIn,
    [property: JsonPropertyName("price_reasoning_1m")] decimal? PriceReasoning,
    [property: JsonPropertyName("price_request")] decimal? PricePerRequest,
    string? Currency)
{
    /// <summary>Highest price of a million tokens.</summary>
    public const decimal MostPerMillion = 100_000m;

    /// <summary>Highest price of one request.</summary>
    public const decimal MostPerRequest = 10_000m;

    // Finer prices than this would not fit a decimal once multiplied by tokens.
    private const int MostDigits = 12;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public ApiError? Refusal() =>
        !string.IsNullOrEmpty(Currency) && !Currency.Equals("USD", StringComparison.OrdinalIgnoreCase)
            ? ApiError.BadField("currency", "currency must be USD.")
            : Check("price_in_1m", PriceIn, MostPerMillion, required: true)
                ?? Check("price_out_1m", PriceOut, MostPerMillion, required: true)
                ?? Check("price_cached_in_1m", PriceCachedIn, MostPerMillion, required: false)
                ?? Check("price_reasoning_1m", PriceReasoning, MostPerMillion, required: false)
                ?? Check("price_request", PricePerRequest, MostPerRequest, required: false);

    private static ApiError? Check(string field, decimal? price, decimal most, bool required) => price switch
    {
        null when required => ApiError.BadField(field, $"{field} is missing: USD per million tokens, 0 when it is free."),
        < 0 => ApiError.BadField(field, $"{field} must be 0 to {most}."),
        { } number when number > most => ApiError.BadField(field, $"{field} must be 0 to {most}."),
        { Scale: > MostDigits } => ApiError.BadField(field, $"{field} must have at most {MostDigits} digits after the point."),
        _ => null,
    };
}
