using System.Text.Json.Serialization;
using Npgsql;

namespace LlmMcp.Core.Costs.Prices;

/// <summary>The answer of <c>GET /v1/prices</c>.</summary>
/// <param name="Prices">By provider and model.</param>
/// <param name="Count">How many there are here.</param>
/// <param name="Next">What to pass as <c>after</c> for the next page; null on the last.</param>
internal sealed record PriceList(IReadOnlyList<PriceView> Prices, int Count, string? Next);

/// <summary>A price as callers see it: USD per million tokens, and per request.</summary>
internal sealed record PriceView(
    string Provider,
    string Model,
    [property: JsonPropertyName("price_in_1m")] decimal PriceIn,
    [property: JsonPropertyName("price_out_1m")] decimal PriceOut,
    [property: JsonPropertyName("price_cached_in_1m")] decimal? PriceCachedIn,
    [property: JsonPropertyName("price_reasoning_1m")] decimal? PriceReasoning,
    decimal PriceRequest, string Currency, string Origin, DateTimeOffset UpdatedAt)
{
    public static PriceView Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetDecimal(2), row.GetDecimal(3), row.IsDBNull(4) ? null : row.GetDecimal(4),
        row.IsDBNull(5) ? null : row.GetDecimal(5), row.GetDecimal(6), row.GetString(7), row.GetString(8), row.GetFieldValue<DateTimeOffset>(9));
}
