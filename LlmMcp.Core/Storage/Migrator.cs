using Npgsql;

namespace LlmMcp.Core.Storage;

/// <summary>
/// Brings the database to this build's schema. Runs at every start of every Core: an advisory lock lets one do the work while
/// the others wait, each migration commits together with its record, so a crash leaves whole steps only.
/// </summary>
internal sealed class Migrator(NpgsqlDataSource dataSource)
{
    /// <summary>Applies what is missing and returns the names applied.</summary>
    /// <exception cref="SchemaMismatchException">The database belongs to another system, or holds a migration this build does not know, or a different text of one it does.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, DatabaseSql.LockMigrations, cancellationToken);
        try
        {
            await VerifyOwnAsync(connection, cancellationToken);
            await ExecuteAsync(connection, DatabaseSql.CreateMigrationTable, cancellationToken);
            var applied = await ListAppliedAsync(connection, cancellationToken);
            Verify(applied);

            var missing = Migration.All.Where(migration => !applied.ContainsKey(migration.Version)).ToList();
            foreach (var migration in missing)
            {
                await ApplyAsync(connection, migration, cancellationToken);
            }

            return [.. missing.Select(migration => $"{migration.Version:D4}_{migration.Name}")];
        }
        finally
        {
            // A closed connection has given the lock back already.
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await ExecuteAsync(connection, DatabaseSql.UnlockMigrations, CancellationToken.None);
            }
        }
    }

    private static async Task VerifyOwnAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(DatabaseSql.IsForeign, connection);
        if (await command.ExecuteScalarAsync(cancellationToken) is true)
        {
            throw new SchemaMismatchException(
                "The database has a table jobs that no migration of llm-mcp made: it belongs to another system, such as the one llm-mcp replaces. " +
                "Nothing was changed. For now, use another database: create an empty one and name it in DB_DSN (ConnectionStrings:llmdb).");
        }
    }

    private static void Verify(Dictionary<int, string> applied)
    {
        foreach (var (version, checksum) in applied)
        {
            var known = Migration.All.FirstOrDefault(migration => migration.Version == version)
                ?? throw new SchemaMismatchException($"The database has migration {version:D4}, which this build does not know. Start a build at least as new as the one that made it.");
            if (known.Checksum != checksum)
            {
                throw new SchemaMismatchException($"Migration {version:D4}_{known.Name} was applied with a different text. Restore the released file; changes belong in a new migration.");
            }
        }
    }

    private static async Task<Dictionary<int, string>> ListAppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(DatabaseSql.ListMigrations, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var applied = new Dictionary<int, string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetInt32(0), reader.GetString(2));
        }

        return applied;
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, migration.Sql, cancellationToken);
        await using var record = new NpgsqlCommand(DatabaseSql.RecordMigration, connection, transaction);
        record.Parameters.AddWithValue("version", migration.Version);
        record.Parameters.AddWithValue("name", migration.Name);
        record.Parameters.AddWithValue("checksum", migration.Checksum);
        await record.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // No timeout: a migration of a large table takes what it takes, and so does waiting for another Core that runs one.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>The database belongs to another build; nothing was changed.</summary>
internal sealed class SchemaMismatchException(string message) : Exception(message);
