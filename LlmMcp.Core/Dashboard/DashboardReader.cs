using System.Data;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Dashboard;

/// <summary>Reads the dashboard's facts: one snapshot of the database, one round trip.</summary>
internal sealed class DashboardReader(Database database, TimeProvider time)
{
    private const int RunningJobs = 10;
    private const int PulseTimeoutSeconds = 5;

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

    /// <summary>Reads the counters alone, and the server's connections: what health and metrics are made of.</summary>
    public async Task<Pulse> ReadPulseAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        await using var connection = await database.OpenAsync(cancellationToken);
        await using (var ping = new NpgsqlCommand(DashboardSql.Now, connection) { CommandTimeout = PulseTimeoutSeconds })
        {
            await ping.ExecuteNonQueryAsync(cancellationToken);
        }

        var latency = time.GetElapsedTime(start);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            Timeout = PulseTimeoutSeconds,
            BatchCommands =
            {
                new NpgsqlBatchCommand(DashboardSql.Now),
                new NpgsqlBatchCommand(DashboardSql.Totals),
                new NpgsqlBatchCommand(DashboardSql.Running),
                Lanes(mostPerLane: 1),
                Waiting(),
                new NpgsqlBatchCommand(DashboardSql.Workers),
                new NpgsqlBatchCommand(FleetSql.ListSlots),
                new NpgsqlBatchCommand(DashboardSql.Connections),
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        var reader = new FactRows(rows, cancellationToken);
        var facts = new DashboardFacts
        {
            At = (await reader.ListAsync(static row => row.GetFieldValue<DateTimeOffset>(0)))[0],
            Totals = await reader.TotalsAsync(),
            Running = await reader.RunningAsync(),
            Lanes = await reader.LanesAsync(),
            Waiting = await reader.WaitingAsync(),
            Workers = await reader.WorkersAsync(),
            Slots = await reader.SlotsAsync(),
        };
        var connections = (await reader.NextAsync(static row => new ConnectionCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt32(2))))[0];
        return new Pulse(facts, latency, connections, time.GetTimestamp());
    }

    private static void Fill(NpgsqlBatchCommandCollection commands, NpgsqlBatchCommand costs)
    {
        commands.Add(new NpgsqlBatchCommand(DashboardSql.Now));
        commands.Add(new NpgsqlBatchCommand(DashboardSql.Totals));
        commands.Add(new NpgsqlBatchCommand(DashboardSql.Minutes));
        commands.Add(new NpgsqlBatchCommand(DashboardSql.Running));
        commands.Add(new NpgsqlBatchCommand(DashboardSql.RunningJobs).With("limit", RunningJobs));
        commands.Add(Lanes(DashboardFacts.MaxPerLane));
        commands.Add(Waiting());
        commands.Add(new NpgsqlBatchCommand(DashboardSql.Workers));
        commands.Add(new NpgsqlBatchCommand(DashboardSql.Devices));
        commands.Add(new NpgsqlBatchCommand(DashboardSql.Ratings));
        commands.Add(new NpgsqlBatchCommand(FleetSql.ListSlots));
        commands.Add(new NpgsqlBatchCommand(DashboardSql.LimitMistakes));
        commands.Add(costs);
    }

    // From before the first lane on.
    private static NpgsqlBatchCommand Lanes(int mostPerLane) => new NpgsqlBatchCommand(DashboardSql.Lanes)
        .With("block", "").With("rank", int.MinValue).With("client", "").With("source", "")
        .With("lanes", DashboardFacts.MaxLanes).With("most", mostPerLane);

    private static NpgsqlBatchCommand Waiting() => new NpgsqlBatchCommand(DashboardSql.Waiting).With("most", DashboardFacts.MaxPerLane);

    private async Task<DashboardFacts> ReadAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        var reader = new FactRows(rows, cancellationToken);
        var at = (await reader.ListAsync(static row => row.GetFieldValue<DateTimeOffset>(0)))[0];
        return new DashboardFacts
        {
            At = at,
            Totals = await reader.TotalsAsync(),
            Minutes = await reader.NextAsync(static row => new MinuteCount(row.GetFieldValue<DateTimeOffset>(0), row.GetString(1), row.GetInt64(2))),
            Running = await reader.RunningAsync(),
            RunningJobs = await reader.RunningJobsAsync(),
            Lanes = await reader.LanesAsync(),
            Waiting = await reader.WaitingAsync(),
            Workers = await reader.WorkersAsync(),
            Devices = await reader.DevicesAsync(),
            Ratings = await reader.RatingsAsync(),
            Slots = await reader.SlotsAsync(),
            LimitMistakes = await reader.NextAsync(static row => row.GetString(0)),
            Costs = costs.Add(await reader.NextAsync(static row => KeyValuePair.Create(row.GetFieldValue<DateTimeOffset>(0), row.GetDecimal(1))), at),
        };
    }
}
