using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;

namespace LlmMcp.EmbeddedPostgres;

/// <summary>How we reach our own server: over its socket, with the generated password.</summary>
internal sealed record ServerConnection(string SocketDirectory, int Port, string Password)
{
    /// <summary>The connection string for one database. It carries the password: never log it.</summary>
    public string To(string database) => Builder(database).ConnectionString;

    /// <summary>Tries once; false means "not yet", anything that will not get better is thrown.</summary>
    public async Task<bool> TryPrepareAsync(string database, CancellationToken cancellationToken)
    {
        // Asking the file system first spares an exception for each look while the server starts.
        if (!File.Exists(Path.Combine(SocketDirectory, $".s.PGSQL.{Port}")))
        {
            return false;
        }

        try
        {
            var builder = Builder("postgres");
            builder.Pooling = false;
            await using var connection = new NpgsqlConnection(builder.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await CreateIfMissingAsync(connection, database, cancellationToken);
            return true;
        }
        catch (NpgsqlException exception) when (IsNotYet(exception))
        {
            return false;
        }
    }

    private static bool IsNotYet(NpgsqlException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow }
        || exception.InnerException is SocketException or IOException or TimeoutException;

    private static async Task CreateIfMissingAsync(NpgsqlConnection connection, string database, CancellationToken cancellationToken)
    {
        if (await ScalarAsync<bool>(connection, ServerSql.DatabaseExists, database, cancellationToken))
        {
            return;
        }

        await using var create = connection.CreateCommand();
        create.CommandText = await ScalarAsync<string>(connection, ServerSql.FormatCreateDatabase, database, cancellationToken);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new("name", name) } };
        return await command.ExecuteScalarAsync(cancellationToken) is T value
            ? value
            : throw new UnreachableException($"The statement returned no {typeof(T).Name}.");
    }

    private NpgsqlConnectionStringBuilder Builder(string database) => new()
    {
        Host = SocketDirectory,
        Port = Port,
        Username = ServerSettings.User,
        Password = Password,
        Database = database,
    };
}
