using Npgsql;

namespace LlmMcp.Core.Storage;

/// <summary>Single steps of a transaction, and their rows.</summary>
internal static class ConnectionSteps
{
    /// <summary>Runs a statement; the number of rows it changed.</summary>
    public static async Task<int> RunAsync(this NpgsqlConnection connection, NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs a statement; the first column of its rows.</summary>
    public static Task<List<string>> ListAsync(this NpgsqlConnection connection, NpgsqlBatchCommand command, CancellationToken cancellationToken) =>
        connection.ListAsync(command, static row => row.GetString(0), cancellationToken);

    /// <summary>Runs a statement; its rows as read.</summary>
    public static async Task<List<T>> ListAsync<T>(
        this NpgsqlConnection connection, NpgsqlBatchCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        return await rows.ListAsync(read, cancellationToken);
    }

    /// <summary>The rows of the current result as read.</summary>
    public static async Task<List<T>> ListAsync<T>(this NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var list = new List<T>();
        while (await rows.ReadAsync(cancellationToken))
        {
            list.Add(read(rows));
        }

        return list;
    }
}
