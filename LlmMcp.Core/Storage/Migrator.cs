using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Storage;

/// <summary>
/// Brings the database to this build's schema. Runs at every start of every Core: an advisory lock lets one do the work while
/// the others wait, each migration commits together with its record, so a crash leaves whole steps only.
/// </summary>
/// <param name="dataSource">The database.</param>
/// <param name="migrations">Those of this build unless a test says otherwise.</param>
/// <param name="log">Told what takes long before it begins.</param>
internal sealed class Migrator(NpgsqlDataSource dataSource, IReadOnlyList<Migration>? migrations = null, ILogger? log = null)
{
    private const string Deployed = "deployed";
    private const string Foreign = "foreign";

    private readonly IReadOnlyList<Migration> known = migrations ?? Migration.All;
    private readonly ILogger log = log ?? NullLogger.Instance;

    /// <summary>Applies what is missing and returns the names applied. A schema that is newer and still fits is left as it is.</summary>
    /// <exception cref="SchemaMismatchException">
    /// The database belongs to another system, or its schema is too new for this build, or holds a different text of a migration.
    /// </exception>
    /// <exception cref="PostgresException">55P03: somebody kept a table locked for long. Nothing is half done; run it again.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, DatabaseSql.LockMigrations, cancellationToken);
        try
        {
            return await ScalarAsync<string>(connection, DatabaseSql.FindOwner, cancellationToken) switch
            {
                Deployed => await TakeOverAsync(connection, cancellationToken),
                Foreign => throw new SchemaMismatchException(
                    "The database has a table jobs that no migration of llm-mcp made, and it is not the deployed system's: it belongs to somebody else. " +
                    "Nothing was changed. Use another database: create an empty one and name it in DB_DSN (ConnectionStrings:llmdb)."),
                _ => await UpgradeAsync(connection, cancellationToken),
            };
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

    private async Task<IReadOnlyList<string>> UpgradeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, DatabaseSql.CreateMigrationTable, cancellationToken);
        var missing = SchemaRule.Missing(known, await ListAppliedAsync(connection, cancellationToken));
        foreach (var migration in missing)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(connection, DatabaseSql.WaitBriefly, cancellationToken);
            await ApplyAsync(connection, migration, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return [.. missing.Select(static migration => migration.FullName)];
    }

    // All or nothing: a Core that dies on the way leaves the deployed system as it was.
    private async Task<IReadOnlyList<string>> TakeOverAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        StorageLog.TakingOver(log, await ScalarAsync<long>(connection, DatabaseSql.MeasureDeployed, cancellationToken) / 1_048_576, DeployedSystem.KeptIn);
        if (await ScalarAsync<long>(connection, DatabaseSql.CountOtherSessions, cancellationToken) is > 0 and var sessions)
        {
            StorageLog.OthersConnected(log, sessions);
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, DatabaseSql.WaitForDeployed, cancellationToken);
        await DeployedSystem.SetAsideAsync(connection, cancellationToken);
        await ExecuteAsync(connection, DatabaseSql.WaitAsLongAsItTakes, cancellationToken);
        await ExecuteAsync(connection, DatabaseSql.CreateMigrationTable, cancellationToken);
        foreach (var migration in known)
        {
            await ApplyAsync(connection, migration, cancellationToken);
            if (migration.Version == DeployedSystem.CarriedAt)
            {
                await DeployedSystem.CarryOverAsync(connection, cancellationToken);
            }
        }

        await ExecuteAsync(connection, DatabaseSql.RenewCarriedLeases, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await ExecuteAsync(connection, DatabaseSql.AnalyzeCarried, cancellationToken);
        await LogCarriedAsync(connection, cancellationToken);
        return [.. known.Select(static migration => migration.FullName)];
    }

    private async Task LogCarriedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(DatabaseSql.ListCarried, connection);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            StorageLog.CarriedOver(log, rows.GetString(0), rows.GetInt64(2), rows.GetInt64(1));
        }
    }

    private static async Task<IReadOnlyList<AppliedMigration>> ListAppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(DatabaseSql.ListMigrations, connection);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ListAsync(
            static row => new AppliedMigration(row.GetInt32(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetInt32(3)), cancellationToken);
    }

    private async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, migration.Sql, cancellationToken);
        await using var record = new NpgsqlCommand(DatabaseSql.RecordMigration, connection)
            .With("version", migration.Version)
            .With("name", migration.Name)
            .With("checksum", migration.Checksum)
            .With("oldest_core", SchemaRule.OldestCore(known, migration), NpgsqlDbType.Integer);
        await record.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // No timeout: a migration of a large table takes what it takes, and so does waiting for another Core that runs one.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
