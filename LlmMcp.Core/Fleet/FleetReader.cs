using System.Collections.Frozen;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Fleet.Limits;
using LlmMcp.Core.Fleet.Speeds;
using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Fleet;

/// <summary>Reads the fleet from the database.</summary>
internal sealed class FleetReader(Database database)
{
    /// <summary>Everything a router or a scheduler looks at, in one round trip.</summary>
    public async Task<FleetSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(FleetSql.ListDevices).With("rest_seconds", Circuit.Rest.TotalSeconds),
                new NpgsqlBatchCommand(FleetSql.ListModels),
                new NpgsqlBatchCommand(FleetSql.ListBenchmarks),
                new NpgsqlBatchCommand(FleetSql.ListSpeeds),
                new NpgsqlBatchCommand(FleetSql.ListLostReach).With("rest_seconds", Circuit.Rest.TotalSeconds),
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        var devices = await rows.ListAsync(ReadDevice, cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        var models = await rows.ListAsync(ReadModel, cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        var benchmarks = await rows.ListAsync(ReadBenchmark, cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        var speeds = await rows.ListAsync(ReadSpeed, cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        var lost = await rows.ListAsync(static row => new LostReach(row.GetString(0), row.GetString(1)), cancellationToken);
        return new FleetSnapshot(devices, models, benchmarks, speeds, lost);
    }

    /// <summary>Slots of each device that has any, and how many of them are taken.</summary>
    public async Task<IReadOnlyDictionary<string, SlotUse>> ReadSlotsAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command(FleetSql.ListSlots);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var slots = new Dictionary<string, SlotUse>();
        while (await rows.ReadAsync(cancellationToken))
        {
            slots.Add(rows.GetString(0), new SlotUse(rows.GetInt32(1), rows.GetInt32(2)));
        }

        return slots;
    }

    private static FleetDevice ReadDevice(NpgsqlDataReader row) => new()
    {
        Id = row.GetString(0),
        Name = row.GetString(1),
        Provider = row.GetString(2),
        Host = row.GetString(3),
        BaseUrl = row.IsDBNull(4) ? null : new Uri(row.GetString(4)),
        HostHeader = row.IsDBNull(5) ? null : row.GetString(5),
        Status = row.GetString(6),
        Simulated = row.GetBoolean(7),
        LatencyMs = row.IsDBNull(8) ? null : row.GetInt32(8),
        LastSeen = row.IsDBNull(9) ? null : row.GetFieldValue<DateTimeOffset>(9),
        Models = row.GetFieldValue<string[]>(10).ToFrozenSet(ModelName.Comparer),
        Loaded = row.GetFieldValue<string[]>(11).ToFrozenSet(ModelName.Comparer),
        Forbidden = row.GetFieldValue<string[]>(12).Zip(row.GetFieldValue<string[]>(13)).ToFrozenDictionary(static pair => pair.First, static pair => pair.Second, ModelName.Comparer),
        ParentId = row.IsDBNull(14) ? null : row.GetString(14),
        OnlyWorkers = row.GetFieldValue<string[]>(15).ToFrozenSet(),
        Slots = row.GetInt32(16),
        UsedSlots = row.GetInt32(17),
        Circuit = row.IsDBNull(18) ? Circuit.Closed : ReadCircuit(row),
        Limits = LimitRow.Read(row, 23),
        Gone = row.GetFieldValue<string[]>(32).ToFrozenSet(ModelName.Comparer),
        Platform = row.GetString(33),
        Tags = row.GetString(34),
        Held = row.GetBoolean(35),
    };

    private static Circuit ReadCircuit(NpgsqlDataReader row) => new(
        Enum.Parse<CircuitState>(row.GetString(18), ignoreCase: true), row.GetInt32(19),
        row.IsDBNull(20) ? null : row.GetFieldValue<DateTimeOffset>(20), row.GetBoolean(21), row.IsDBNull(22) ? null : row.GetString(22));

    private static CatalogueModel ReadModel(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetDecimal(3),
        row.IsDBNull(4) ? null : row.GetInt32(4), row.GetBoolean(5), row.IsDBNull(6) ? null : row.GetString(6))
    {
        SizeBytes = row.IsDBNull(7) ? null : row.GetInt64(7),
        Origin = row.GetString(8),
        PriceIn = row.IsDBNull(9) ? null : row.GetDecimal(9),
        PriceOut = row.IsDBNull(10) ? null : row.GetDecimal(10),
    };

    private static ModelSpeed ReadSpeed(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), Number(row, 3), Number(row, 4), Number(row, 5), Number(row, 6), row.GetInt64(7));

    private static double? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    private static BenchmarkFact ReadBenchmark(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetInt32(3),
        row.IsDBNull(4) ? null : (double)row.GetDecimal(4));
}

/// <summary>Slots of a device: all, and taken ones.</summary>
internal readonly record struct SlotUse(int Total, int Used);
