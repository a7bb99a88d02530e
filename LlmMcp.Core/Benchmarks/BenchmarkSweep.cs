using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Storage;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LlmMcp.Core.Benchmarks;

/// <summary>
/// One look at the measurements: closes runs whose jobs have ended, forgets old ones, and starts what nobody asked for but
/// somebody will want to know. Plan and rows are one transaction under a lock, so several Cores never start a run twice.
/// </summary>
internal sealed class BenchmarkSweep(
    Database database, FleetCache cache, BenchmarkFactReader facts, BenchmarkRuns runs, IOptions<BenchmarkOptions> options)
{
    // A machine that is never at rest again: the question is asked anew later.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>One round; answers what was started.</summary>
    public async Task<BenchmarkSweepReport> RunOnceAsync(CancellationToken cancellationToken)
    {
        await TidyAsync(cancellationToken);
        if (!options.Value.IsAuto)
        {
            return BenchmarkSweepReport.Nothing;
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var mine = new NpgsqlCommand(BenchmarkSql.TryLock, connection))
        {
            if (await mine.ExecuteScalarAsync(cancellationToken) is not true)
            {
                return BenchmarkSweepReport.Nothing;
            }
        }

        var fleet = cache.Current;
        var known = await facts.ReadAsync(connection, fleet, options.Value.MaxAgeDays, cancellationToken);
        var (targets, jobs, refused) = Jobs(BenchmarkPlan.Next(fleet, known, options.Value), known.Now + Patience);
        if (jobs.Count > 0)
        {
            await BenchmarkRuns.WriteAsync(connection, targets, jobs, automatic: true, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            await runs.StoreAsync(jobs, cancellationToken);
        }

        return new BenchmarkSweepReport(targets, refused);
    }

    private (List<BenchmarkTarget> Targets, List<NewJob> Jobs, ApiError? Refused) Jobs(IReadOnlyList<BenchmarkTarget> planned, DateTimeOffset deadline)
    {
        var (targets, jobs, refused) = (new List<BenchmarkTarget>(), new List<NewJob>(), (ApiError?)null);
        foreach (var target in planned)
        {
            var (job, error) = runs.Read(target, prompt: null, BenchmarkJobs.AutomaticPriority);
            if (job is null)
            {
                refused = error;
                continue;
            }

            targets.Add(target);
            jobs.Add(job with { DeadlineAt = deadline });
        }

        return (targets, jobs, refused);
    }

    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(BenchmarkSql.Settle),
                new NpgsqlBatchCommand(BenchmarkSql.ForgetOldRuns),
                new NpgsqlBatchCommand(BenchmarkSql.ForgetOldResults),
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>What one look started.</summary>
/// <param name="Started">The measurements.</param>
/// <param name="Refused">Why the queue would not take one of those planned; null when it took all.</param>
internal sealed record BenchmarkSweepReport(IReadOnlyList<BenchmarkTarget> Started, ApiError? Refused)
{
    public static BenchmarkSweepReport Nothing { get; } = new([], null);
}
