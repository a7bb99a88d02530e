using LlmMcp.Core.Fleet;
using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Dashboard;

/// <summary>Reads the results of a batch of <see cref="DashboardSql"/>, one after the other.</summary>
internal sealed class FactRows(NpgsqlDataReader rows, CancellationToken cancellationToken)
{
    public async Task<List<T>> NextAsync<T>(Func<NpgsqlDataReader, T> read)
    {
        await rows.NextResultAsync(cancellationToken);
        return await ListAsync(read);
    }

    public Task<List<T>> ListAsync<T>(Func<NpgsqlDataReader, T> read) => rows.ListAsync(read, cancellationToken);

    public Task<List<KindCount>> TotalsAsync() => NextAsync(static row => new KindCount(row.GetString(0), row.GetString(1), row.GetInt64(2)));

    public Task<List<RunningCount>> RunningAsync() =>
        NextAsync(static row => new RunningCount(row.GetString(0), Text(row, 1), row.GetInt64(2), row.GetInt64(3)));

    public Task<List<RunningJob>> RunningJobsAsync() => NextAsync(static row => new RunningJob(
        row.GetGuid(0), row.GetString(1), Text(row, 2) ?? "", Text(row, 3), Text(row, 4), row.GetString(5), row.GetInt32(6),
        row.GetFieldValue<DateTimeOffset>(7), row.GetFieldValue<DateTimeOffset>(8)));

    public Task<List<LaneCount>> LanesAsync() =>
        NextAsync(static row => new LaneCount(row.GetString(0), row.GetString(1), row.GetString(2), row.GetDouble(3), row.GetInt64(4)));

    public Task<List<LaneCount>> WaitingAsync() =>
        NextAsync(static row => new LaneCount(row.GetString(0), row.GetString(1), row.GetString(2), null, row.GetInt64(3)));

    public Task<List<string[]>> WorkersAsync() => NextAsync(static row => row.GetFieldValue<string[]>(0));

    public Task<Dictionary<string, DeviceFacts>> DevicesAsync() =>
        ByIdAsync(static row => new DeviceFacts(row.GetString(1), row.GetString(2), row.GetFieldValue<byte[]>(3)));

    public Task<Dictionary<string, Rating>> RatingsAsync() => ByIdAsync(static row => new Rating(
        row.GetInt64(1), row.GetInt64(2), (double)row.GetDecimal(3), row.IsDBNull(4) ? null : row.GetInt32(4)));

    public Task<Dictionary<string, SlotUse>> SlotsAsync() => ByIdAsync(static row => new SlotUse(row.GetInt32(1), row.GetInt32(2)));

    private async Task<Dictionary<string, T>> ByIdAsync<T>(Func<NpgsqlDataReader, T> read) =>
        (await NextAsync(row => KeyValuePair.Create(row.GetString(0), read(row)))).ToDictionary();

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
