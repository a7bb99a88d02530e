using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Benchmarks;

/// <summary>Reads measurements.</summary>
internal sealed class BenchmarkReader(Database database)
{
    private const int MostTrends = 1000;

    /// <summary>The newest measurements.</summary>
    public Task<IReadOnlyList<BenchmarkView>> ListAsync(BenchmarkFilter filter, int limit, CancellationToken cancellationToken) =>
        ListAsync(BenchmarkSql.List, filter, limit, View, cancellationToken);

    /// <summary>Each model on each device, its latest measurement beside the earlier ones.</summary>
    public Task<IReadOnlyList<BenchmarkTrendView>> CompareAsync(BenchmarkFilter filter, CancellationToken cancellationToken) =>
        ListAsync(BenchmarkSql.Compare, filter, MostTrends, Trend, cancellationToken);

    private async Task<IReadOnlyList<T>> ListAsync<T>(
        string sql, BenchmarkFilter filter, int limit, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = database.Command(sql)
            .With("device", filter.DeviceId, NpgsqlTypes.NpgsqlDbType.Text)
            .With("model", filter.Model, NpgsqlTypes.NpgsqlDbType.Text)
            .With("task_type", filter.TaskType, NpgsqlTypes.NpgsqlDbType.Text)
            .With("limit", limit);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var list = new List<T>();
        while (await rows.ReadAsync(cancellationToken))
        {
            list.Add(read(rows));
        }

        return list;
    }

    private static BenchmarkView View(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5), row.GetDouble(6), row.GetDateTime(7),
        row.GetString(8), row.GetBoolean(9), row.IsDBNull(10) ? null : row.GetGuid(10), !row.IsDBNull(11) && row.GetBoolean(11), Number(row, 12));

    private static BenchmarkTrendView Trend(NpgsqlDataReader row)
    {
        var (latest, earlier) = (new BenchmarkFigures(Number(row, 7), Number(row, 8)), new BenchmarkFigures(Rounded(row, 9), Rounded(row, 10)));
        var (speed, latency) = (BenchmarkTrend.ChangePercent(latest.Tps, earlier.Tps), BenchmarkTrend.ChangePercent(latest.LatencyMs, earlier.LatencyMs));
        return new BenchmarkTrendView(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetDateTime(5), row.GetDateTime(6),
            latest, earlier is { Tps: null, LatencyMs: null } ? null : earlier, speed, latency, BenchmarkTrend.Of(speed, latency));
    }

    private static double? Rounded(NpgsqlDataReader row, int column) => Number(row, column) is { } number ? Math.Round(number, 3) : null;

    private static double? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}

/// <summary>Which measurements; null means all.</summary>
internal sealed record BenchmarkFilter(string? DeviceId, string? Model, string? TaskType);
