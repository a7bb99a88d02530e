using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Jobs.Tallies;

/// <summary>Keeps the counters of jobs small and true. Any number of Cores may call it; one at a time does the work.</summary>
internal sealed class JobTallies(Database database)
{
    /// <summary>Folds what was logged into the sums. False when another Core is at it.</summary>
    public Task<bool> FoldAsync(CancellationToken cancellationToken) => RunAsync(
        [TallySql.FoldJobs, TallySql.FoldMinutes, TallySql.DropEmpty, TallySql.FoldDevices, TallySql.DropOldDevices], timeoutSeconds: 30, cancellationToken);

    /// <summary>Counts the jobs anew and corrects the sums. Reads every job, so it is for the night. False when another Core is at it.</summary>
    public Task<bool> CorrectAsync(CancellationToken cancellationToken) => RunAsync([TallySql.FoldJobs, TallySql.Correct], timeoutSeconds: 600, cancellationToken);

    private async Task<bool> RunAsync(IReadOnlyList<string> statements, int timeoutSeconds, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var attempt = new NpgsqlCommand(TallySql.TryLock, connection))
        {
            if (await attempt.ExecuteScalarAsync(cancellationToken) is not true)
            {
                return false;
            }
        }

        await using (var batch = new NpgsqlBatch(connection) { Timeout = timeoutSeconds })
        {
            foreach (var sql in statements)
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
            }

            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
