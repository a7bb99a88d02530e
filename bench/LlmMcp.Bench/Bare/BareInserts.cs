using LlmMcp.Bench.Measuring;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Bench.Bare;

/// <summary>Inserts as fast as the database takes them, each statement a durable commit of its own.</summary>
internal static class BareInserts
{
    private const string Payload = """{"n": 1}""";

    /// <summary>One row per statement; answers rows per second.</summary>
    public static Task<double> SingleAsync(BareDatabase database, int connections, TimeSpan time, CancellationToken cancellationToken) =>
        LoopAsync(database, connections, 1, time, cancellationToken);

    /// <summary>Many rows per statement; answers rows per second.</summary>
    public static Task<double> BatchAsync(BareDatabase database, int connections, int rows, TimeSpan time, CancellationToken cancellationToken) =>
        LoopAsync(database, connections, rows, time, cancellationToken);

    /// <summary>A backlog of a given size.</summary>
    public static async Task FillAsync(BareDatabase database, int count, CancellationToken cancellationToken)
    {
        const int rows = 1000;
        await using var connection = await database.Connections.OpenConnectionAsync(cancellationToken);
        for (var left = count; left > 0; left -= rows)
        {
            await using var insert = Insert(connection, Math.Min(rows, left));
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task<double> LoopAsync(BareDatabase database, int connections, int rows, TimeSpan time, CancellationToken cancellationToken)
    {
        var start = Ticks.Now;
        var stored = await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            await using var connection = await database.Connections.OpenConnectionAsync(cancellationToken);
            var count = 0L;
            while (Ticks.SecondsSince(start) < time.TotalSeconds)
            {
                await using var insert = rows == 1 ? InsertOne(connection) : Insert(connection, rows);
                count += await insert.ExecuteNonQueryAsync(cancellationToken);
            }

            return count;
        }));
        return stored.Sum() / Ticks.SecondsSince(start);
    }

    private static NpgsqlCommand InsertOne(NpgsqlConnection connection) => new(BareSql.InsertOne, connection)
    {
        Parameters = { new("id", Guid.CreateVersion7()), new("payload", NpgsqlDbType.Jsonb) { Value = Payload } },
    };

    private static NpgsqlCommand Insert(NpgsqlConnection connection, int rows) => new(BareSql.Insert, connection)
    {
        Parameters =
        {
            new("ids", Enumerable.Range(0, rows).Select(static _ => Guid.CreateVersion7()).ToArray()),
            new("payloads", NpgsqlDbType.Array | NpgsqlDbType.Jsonb) { Value = Enumerable.Repeat(Payload, rows).ToArray() },
        },
    };
}
