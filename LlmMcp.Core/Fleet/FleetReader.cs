using System.Collections.Frozen;
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
            BatchCommands = { new(FleetSql.ListDevices), new(FleetSql.ListModels), new(FleetSql.ListBenchmarks) },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        var devices = await ListAsync(rows, ReadDevice, cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        var models = await ListAsync(rows, ReadModel, cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        var benchmarks = await ListAsync(rows, ReadBenchmark, cancellationToken);
        return new FleetSnapshot(devices, models, benchmarks);
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

    private static async Task<List<T>> ListAsync<T>(NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var list = new List<T>();
        while (await rows.ReadAsync(cancellationToken))
        {
            list.Add(read(rows));
        }

        return list;
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
    };

    private static CatalogueModel ReadModel(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetDecimal(3),
        row.IsDBNull(4) ? null : row.GetInt32(4), row.GetBoolean(5), row.IsDBNull(6) ? null : row.GetString(6));

    private static BenchmarkFact ReadBenchmark(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetInt32(3),
        row.IsDBNull(4) ? null : (double)row.GetDecimal(4));
}

/// <summary>Slots of a device: all, and taken ones.</summary>
internal readonly record struct SlotUse(int Total, int Used);
