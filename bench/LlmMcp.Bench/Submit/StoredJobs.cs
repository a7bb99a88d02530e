using LlmMcp.Bench.Stage;
using Npgsql;

namespace LlmMcp.Bench.Submit;

/// <summary>The promise behind an acknowledgement.</summary>
internal static class StoredJobs
{
    private const int Chunk = 10_000;

    /// <exception cref="BenchFailedException">An acknowledged job is not in the database.</exception>
    public static async Task MustHoldAsync(BenchStage stage, IReadOnlyCollection<Guid> acknowledged, CancellationToken cancellationToken)
    {
        var stored = 0L;
        foreach (var ids in acknowledged.Distinct().Chunk(Chunk))
        {
            stored += await stage.ScalarAsync<long>(StageSql.CountStored, cancellationToken, new NpgsqlParameter("ids", ids));
        }

        if (stored != acknowledged.Count)
        {
            throw new BenchFailedException($"{acknowledged.Count} jobs were acknowledged, {stored} are stored.");
        }
    }
}
