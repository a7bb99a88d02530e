using System.Collections.Frozen;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Scheduling;
using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Benchmarks;

/// <summary>Reads what the plan looks at.</summary>
internal sealed class BenchmarkFactReader(IDeviceSource devices)
{
    // With more different work waiting than this nobody is idle enough.
    private const int MostBlocks = 1000;

    /// <summary>Reads in one round trip, on the caller's connection.</summary>
    public async Task<BenchmarkFacts> ReadAsync(NpgsqlConnection connection, FleetSnapshot fleet, int maxAgeDays, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(BenchmarkSql.Clock),
                new NpgsqlBatchCommand(BenchmarkSql.ListMeasured).With("max_age_days", maxAgeDays),
                new NpgsqlBatchCommand(BenchmarkSql.ListFailures),
                new NpgsqlBatchCommand(BenchmarkSql.ListOpenDevices),
                new NpgsqlBatchCommand(BenchmarkSql.ListWaitingBlocks).With("limit", MostBlocks),
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        var (now, started) = (rows.GetFieldValue<DateTimeOffset>(0), rows.GetInt32(1));

        await rows.NextResultAsync(cancellationToken);
        var measured = new Dictionary<ModelOnDevice, DateTimeOffset>();
        while (await rows.ReadAsync(cancellationToken))
        {
            measured.Add(new ModelOnDevice(rows.GetString(0), rows.GetString(1)), rows.GetFieldValue<DateTimeOffset>(2));
        }

        await rows.NextResultAsync(cancellationToken);
        var failures = new Dictionary<ModelOnDevice, BenchmarkFailures>();
        while (await rows.ReadAsync(cancellationToken))
        {
            failures.Add(new ModelOnDevice(rows.GetString(0), rows.GetString(1)), new BenchmarkFailures(rows.GetInt32(2), rows.GetFieldValue<DateTimeOffset>(3)));
        }

        await rows.NextResultAsync(cancellationToken);
        var busy = await TextsAsync(rows, cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        busy.AddRange(BusyWith(await TextsAsync(rows, cancellationToken), fleet));
        return new BenchmarkFacts(now, started, measured, failures, busy.ToFrozenSet());
    }

    /// <summary>Every device that could run something that waits: a benchmark must not stand in its way.</summary>
    private IEnumerable<string> BusyWith(List<string> blocks, FleetSnapshot fleet) =>
        blocks.Count >= MostBlocks
            ? fleet.Devices.Keys
            : blocks.Select(WorkBlock.Parse).Where(static block => block.NeedsSlot).SelectMany(devices.Candidates).Select(static candidate => candidate.DeviceId);

    private static async Task<List<string>> TextsAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        while (await rows.ReadAsync(cancellationToken))
        {
            texts.Add(rows.GetString(0));
        }

        return texts;
    }
}
