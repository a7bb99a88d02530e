using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Stage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Bench.Bare;

/// <summary>Drains a backlog by claim and complete alone, one statement after the other on each connection.</summary>
internal static class BareDrain
{
    private const string Result = """{"ok": true, "echo": {"n": 1}}""";

    /// <summary>Answers jobs per second.</summary>
    public static async Task<double> RunAsync(BareDatabase database, int jobs, int connections, int batch, CancellationToken cancellationToken)
    {
        await BareInserts.FillAsync(database, jobs, cancellationToken);
        await database.ExecuteAsync(StageSql.VacuumJobs, cancellationToken);
        await database.ExecuteAsync(StageSql.Checkpoint, cancellationToken);
        var start = Ticks.Now;
        var done = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => LoopAsync(database, batch, cancellationToken)));
        var seconds = Ticks.SecondsSince(start);
        return done.Sum() == jobs ? jobs / seconds : throw new BenchFailedException($"The bare loops did {done.Sum()} of {jobs} jobs.");
    }

    private static async Task<int> LoopAsync(BareDatabase database, int batch, CancellationToken cancellationToken)
    {
        // Two connections, as Core has: claims without waiting for the disk, completions with.
        await using var claims = await database.Connections.OpenConnectionAsync(cancellationToken);
        await using var completions = await database.Connections.OpenConnectionAsync(cancellationToken);
        await SetAsync(claims, BareSql.ClaimsNeedNotBeDurable, cancellationToken);
        await SetAsync(completions, BareSql.CompletionsMustBeDurable, cancellationToken);
        var (head, done) = (Guid.Empty, 0);
        while (await ClaimAsync(claims, head, batch, cancellationToken) is { Count: > 0 } ids)
        {
            head = ids.Max();
            await CompleteAsync(completions, ids, cancellationToken);
            done += ids.Count;
        }

        // A pooled connection must not carry its setting to the next user.
        await SetAsync(claims, BareSql.CompletionsMustBeDurable, cancellationToken);
        return done;
    }

    /// <summary>Claims up to <paramref name="batch"/> jobs newer than <paramref name="head"/>.</summary>
    public static async Task<List<Guid>> ClaimAsync(NpgsqlConnection connection, Guid head, int batch, CancellationToken cancellationToken)
    {
        await using var claim = new NpgsqlCommand(BareSql.Claim, connection) { Parameters = { new("head", head), new("limit", batch) } };
        await using var rows = await claim.ExecuteReaderAsync(cancellationToken);
        var ids = new List<Guid>(batch);
        while (await rows.ReadAsync(cancellationToken))
        {
            ids.Add(rows.GetGuid(0));
        }

        return ids;
    }

    private static async Task CompleteAsync(NpgsqlConnection connection, List<Guid> ids, CancellationToken cancellationToken)
    {
        await using var complete = new NpgsqlCommand(BareSql.Complete, connection)
        {
            Parameters =
            {
                new("ids", ids.ToArray()),
                new("results", NpgsqlDbType.Array | NpgsqlDbType.Jsonb) { Value = Enumerable.Repeat(Result, ids.Count).ToArray() },
            },
        };
        await complete.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task SetAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
