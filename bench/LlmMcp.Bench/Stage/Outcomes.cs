using Npgsql;

namespace LlmMcp.Bench.Stage;

/// <summary>How all jobs of the database ended.</summary>
internal sealed record Outcomes(long Jobs, long Done, long DoneAtOnce, long Successes, long Succeeded, double Seconds, DateTime LastFinish)
{
    public static async Task<Outcomes> ReadAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(StageSql.Outcomes);
        command.CommandTimeout = 0;
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new Outcomes(
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4),
            await row.IsDBNullAsync(5, cancellationToken) ? 0 : row.GetDouble(5),
            await row.IsDBNullAsync(6, cancellationToken) ? default : row.GetDateTime(6));
    }

    /// <summary>Each of the jobs was completed once, whatever became of other attempts.</summary>
    /// <exception cref="BenchFailedException">Not so.</exception>
    public void MustBeDoneOnce(long expected)
    {
        if (Jobs != expected || Done != expected || Successes != expected || Succeeded != expected)
        {
            throw new BenchFailedException($"Expected {expected} jobs done once each; found {this}.");
        }
    }

    /// <summary>And each in its first attempt.</summary>
    /// <exception cref="BenchFailedException">Not so.</exception>
    public void MustBeDoneAtOnce(long expected)
    {
        MustBeDoneOnce(expected);
        if (DoneAtOnce != expected)
        {
            throw new BenchFailedException($"Expected {expected} jobs done in their first attempt; found {this}.");
        }
    }
}
