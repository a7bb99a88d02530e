using System.Text.Json;
using System.Text.Json.Serialization;
using LlmMcp.Core.Api;
using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Costs.Reports;

/// <summary>How models were used since the beginning. Kept for half a minute: adding that up reads every cost there is.</summary>
internal sealed class ModelStats(Database database, TimeProvider time) : IDisposable
{
    private const int Most = 500;

    private readonly KeptAnswer<ModelStatsList> kept = new(TimeSpan.FromSeconds(30), time);

    public Task<ModelStatsList> GetAsync(CancellationToken cancellationToken) => kept.GetAsync(ReadAsync, cancellationToken);

    public void Dispose() => kept.Dispose();

    private async Task<ModelStatsList> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command(ReportSql.ModelStats).With("most", Most);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var models = new List<ModelStat>();
        while (await rows.ReadAsync(cancellationToken))
        {
            models.Add(ModelStat.Read(rows));
        }

        return new ModelStatsList(models, models.Count);
    }
}

/// <summary>The answer of <c>GET /v1/models/stats</c>, by cost.</summary>
internal sealed record ModelStatsList(IReadOnlyList<ModelStat> Models, int Count);

/// <summary>
/// How one model was used. <c>success_rate</c> is a percentage of the requests, 0 when there were none; <c>feedback_score</c> the
/// good ratings less the bad ones.
/// </summary>
internal sealed record ModelStat(
    string ModelId, string DisplayName, string Provider, JsonElement CategoryScores,
    [property: JsonPropertyName("price_in_1m")] decimal PriceIn, [property: JsonPropertyName("price_out_1m")] decimal PriceOut, int? ContextK,
    long TotalRequests, long TotalTokensIn, long TotalTokensOut, decimal TotalCostUsd, int AvgDurationMs, long ErrorCount,
    double SuccessRate, long FeedbackScore, DateTimeOffset? LastUsedAt)
{
    public static ModelStat Read(NpgsqlDataReader row)
    {
        var (requests, errors) = (row.GetInt64(7), row.GetInt64(12));
        return new ModelStat(
            row.GetString(0), row.GetString(1), row.GetString(2), JsonElement.Parse(row.GetString(3)), row.GetDecimal(4), row.GetDecimal(5),
            row.IsDBNull(6) ? null : row.GetInt32(6), requests, row.GetInt64(8), row.GetInt64(9), row.GetDecimal(10), row.GetInt32(11), errors,
            requests == 0 ? 0 : Math.Round(100.0 * (requests - errors) / requests, 2), row.GetInt64(13),
            row.IsDBNull(14) ? null : row.GetFieldValue<DateTimeOffset>(14));
    }
}
