using Npgsql;

namespace LlmMcp.Core.Costs.Reports;

/// <summary>The answer of <c>GET /v1/costs</c>.</summary>
/// <param name="Items">The latest first.</param>
/// <param name="Next">What to pass as <c>after</c> for the next page; null on the last.</param>
internal sealed record CostList(IReadOnlyList<CostView> Items, Guid? Next);

/// <summary>What one answer cost. <c>priced_by</c> is <c>table</c> or, where the provider itself says what it charged, <c>provider</c>.</summary>
internal sealed record CostView(
    Guid Id, Guid? JobId, string Provider, string Model, string? DeviceId, string Client, string Source, int TokensIn, int TokensOut,
    int CachedTokens, int ReasoningTokens, decimal CostUsd, string PricedBy, int? DurationMs, DateTimeOffset CreatedAt)
{
    public static CostView Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.IsDBNull(1) ? null : row.GetGuid(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4),
        row.GetString(5), row.GetString(6), row.GetInt32(7), row.GetInt32(8), row.GetInt32(9), row.GetInt32(10), row.GetDecimal(11), row.GetString(12),
        row.IsDBNull(13) ? null : row.GetInt32(13), row.GetFieldValue<DateTimeOffset>(14));
}
