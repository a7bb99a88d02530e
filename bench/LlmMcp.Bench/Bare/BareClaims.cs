using LlmMcp.Bench.Measuring;
using LlmMcp.Bench.Stage;
using Npgsql;

namespace LlmMcp.Bench.Bare;

/// <summary>Durable claims alone, one statement after the other on one connection.</summary>
internal static class BareClaims
{
    /// <summary>Answers jobs per second.</summary>
    public static async Task<double> RunAsync(BareDatabase database, int jobs, int batch, CancellationToken cancellationToken)
    {
        await BareInserts.FillAsync(database, jobs, cancellationToken);
        await database.ExecuteAsync(StageSql.VacuumJobs, cancellationToken);
        await database.ExecuteAsync(StageSql.Checkpoint, cancellationToken);
        await using var connection = await database.Connections.OpenConnectionAsync(cancellationToken);
        var (start, claimed, head) = (Ticks.Now, 0, Guid.Empty);
        while (await BareDrain.ClaimAsync(connection, head, batch, cancellationToken) is { Count: > 0 } ids)
        {
            claimed += ids.Count;
            head = ids.Max();
        }

        return claimed == jobs ? jobs / Ticks.SecondsSince(start) : throw new BenchFailedException($"The bare claims took {claimed} of {jobs} jobs.");
    }
}
