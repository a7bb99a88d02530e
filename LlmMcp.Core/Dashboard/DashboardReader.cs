using System.Data;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Dashboard;

/// <summary>Reads the dashboard's facts: one snapshot of the database, one round trip.</summary>
internal sealed class DashboardReader(Database database, TimeProvider time)
{
    private const int RunningJobs = 10;

    private readonly CostWindows costs = new();

    /// <summary>Reads everything. One at a time: <see cref="DashboardCache"/> sees to it.</summary>
    public async Task<DashboardFacts> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            await using var batch = new NpgsqlBatch(connection, transaction);
            // The window of the month may begin a little early or late with this machine's clock; nothing else depends on it.
            Fill(batch.BatchCommands, costs.Command(time.GetUtcNow()));
            await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
            return await ReadAsync(rows, cancellationToken);
        }
        catch
        {
            costs.Forget();
            throw;
        }
    }

    private static void Fill(NpgsqlBatchCommandCollection commands, NpgsqlBatchCommand costs)
    {
        commands.Add(new NpgsqlBatchCommand(DashboardSql.Now));
        commands.Add(new NpgsqlBatchCommand(DashboardSql.Totals));
        commands.Add(new NpgsqlBatchCommand(DashboardSql.Minutes));
        commands.Add(new NpgsqlBatchCommand(DashboardSql.Running));
        commands.Add(new NpgsqlBatchCommand(DashboardSql.RunningJobs).With("limit", RunningJobs));
        commands.Add(new NpgsqlBatchCommand(DashboardSql.Lanes).With("lanes", DashboardFacts.MaxLanes).With("most", DashboardFacts.MaxPerLane));
        commands.Add(new NpgsqlBatchCommand(DashboardSql.Waiting).With("most", DashboardFacts.MaxPerLane));
        commands.Add(new NpgsqlBatchCommand(DashboardSql.Workers));
        commands.Add(new NpgsqlBatchCommand(DashboardSql.Devices));
        commands.Add(new NpgsqlBatchCommand(DashboardSql.Ratings));
        commands.Add(new NpgsqlBatchCommand(FleetSql.ListSlots));
        commands.Add(costs);
    }

    private async Task<DashboardFacts> ReadAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        var at = (await ListAsync(static row => row.GetFieldValue<DateTimeOffset>(0)))[0];
        return new DashboardFacts
        {
            At = at,
            Totals = await NextAsync(static row => new KindCount(row.GetString(0), row.GetString(1), row.GetInt64(2))),
            Minutes = await NextAsync(static row => new MinuteCount(row.GetFieldValue<DateTimeOffset>(0), row.GetString(1), row.GetInt64(2))),
            Running = await NextAsync(static row => new RunningCount(row.GetString(0), Text(row, 1), row.GetInt64(2), row.GetInt64(3))),
            RunningJobs = await NextAsync(ReadJob),
            Lanes = await NextAsync(static row => new LaneCount(row.GetString(0), row.GetString(1), row.GetString(2), row.GetDouble(3), row.GetInt64(4))),
            Waiting = await NextAsync(static row => new LaneCount(row.GetString(0), row.GetString(1), row.GetString(2), null, row.GetInt64(3))),
            Workers = await NextAsync(static row => row.GetFieldValue<string[]>(0)),
            Devices = (await NextAsync(static row => (Id: row.GetString(0), Facts: new DeviceFacts(row.GetString(1), row.GetString(2), row.GetFieldValue<byte[]>(3)))))
                .ToDictionary(static device => device.Id, static device => device.Facts),
            Ratings = (await NextAsync(static row => (Id: row.GetString(0), Rating: ReadRating(row)))).ToDictionary(static device => device.Id, static device => device.Rating),
            Slots = (await NextAsync(static row => (Id: row.GetString(0), Use: new SlotUse(row.GetInt32(1), row.GetInt32(2)))))
                .ToDictionary(static device => device.Id, static device => device.Use),
            Costs = costs.Add(await NextAsync(static row => KeyValuePair.Create(row.GetFieldValue<DateTimeOffset>(0), row.GetDecimal(1))), at),
        };

        async Task<List<T>> NextAsync<T>(Func<NpgsqlDataReader, T> read)
        {
            await rows.NextResultAsync(cancellationToken);
            return await ListAsync(read);
        }

        async Task<List<T>> ListAsync<T>(Func<NpgsqlDataReader, T> read)
        {
            var list = new List<T>();
            while (await rows.ReadAsync(cancellationToken))
            {
                list.Add(read(rows));
            }

            return list;
        }
    }

    private static RunningJob ReadJob(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), Text(row, 2) ?? "", Text(row, 3), Text(row, 4), row.GetString(5), row.GetInt32(6),
        row.GetFieldValue<DateTimeOffset>(7), row.GetFieldValue<DateTimeOffset>(8));

    private static Rating ReadRating(NpgsqlDataReader row) =>
        new(row.GetInt64(1), row.GetInt64(2), (double)row.GetDecimal(3), row.IsDBNull(4) ? null : row.GetInt32(4));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
