using Npgsql;

namespace LlmMcp.Core.Storage;

/// <summary>Single steps of a transaction.</summary>
internal static class ConnectionSteps
{
    /// <summary>Runs a statement; the number of rows it changed.</summary>
    public static async Task<int> RunAsync(this NpgsqlConnection connection, NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs a statement; the first column of its rows.</summary>
    public static async Task<List<string>> ListAsync(this NpgsqlConnection connection, NpgsqlBatchCommand command, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        var texts = new List<string>();
        while (await rows.ReadAsync(cancellationToken))
        {
            texts.Add(rows.GetString(0));
        }

        return texts;
    }
}
