using LlmMcp.SystemTests.Harness;
using Npgsql;

namespace LlmMcp.SystemTests.Checks;

/// <summary>
/// Watches the jobs table from inside the database and says, at the end, whether every job ended exactly once and every claim
/// is accounted for.
/// </summary>
internal sealed class Audit(string connectionString)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    // No pool: connections would be broken by the crashes of the scenario.
    private readonly string connectionString =
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "audit" }.ConnectionString;

    public Task InstallAsync() => ExecuteAsync(AuditSql.Install);

    /// <summary>Waits until every job has ended, then fails the test with everything that is wrong.</summary>
    /// <param name="acknowledged">Jobs whose submit was answered: none of them may be missing.</param>
    public async Task VerifyAsync(IReadOnlyCollection<Guid> acknowledged)
    {
        await WaitUntilAllEndedAsync();
        await using var connection = await OpenAsync();
        await using var missing = new NpgsqlCommand(AuditSql.Missing, connection) { Parameters = { new("ids", acknowledged.ToArray()) } };
        List<string> wrong = [.. (await ReadAsync(missing)).Select(static id => $"{id} was acknowledged and is gone")];
        foreach (var sql in AuditSql.Violations)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            wrong.AddRange(await ReadAsync(command));
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} violations:\n{string.Join('\n', wrong.Take(20))}");
    }

    /// <summary>Waits until no job is queued or running.</summary>
    public async Task WaitUntilAllEndedAsync()
    {
        var since = TimeProvider.System.GetTimestamp();
        while (await CountAsync(AuditSql.Unfinished) > 0)
        {
            if (TimeProvider.System.GetElapsedTime(since) > Scale.Patience)
            {
                Assert.Fail($"Jobs that did not end within {Scale.Patience}:\n{string.Join('\n', (await ListAsync(AuditSql.UnfinishedList)).Take(20))}");
            }

            await Task.Delay(LookInterval, TimeProvider.System);
        }
    }

    /// <summary>Waits until the query counts so many, or until nothing more is to come.</summary>
    public async Task WaitForCountAsync(string sql, long count, Task? orUntil = null)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (orUntil is not { IsCompleted: true } && await CountAsync(sql) < count)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Scale.Patience, $"Not within {Scale.Patience}: {count} of \"{sql}\"");
            await Task.Delay(LookInterval, TimeProvider.System);
        }
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Does something to the database that the system would not do.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>One text per row.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await ReadAsync(command);
    }

    /// <summary>A connection of the audit's own.</summary>
    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<List<string>> ReadAsync(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        List<string> texts = [];
        while (await reader.ReadAsync())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
