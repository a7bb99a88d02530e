using LlmMcp.Core.Api;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.JobsApi;
using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Benchmarks;

/// <summary>Asks for measurements: a row for each, then its job. A crash between the two leaves rows that are closed later.</summary>
internal sealed class BenchmarkRuns(Database database, JobIntake intake, JobQueue queue)
{
    /// <summary>Makes the jobs and their rows; answers the jobs in the order of the targets, or why they cannot be stored.</summary>
    public async Task<(IReadOnlyList<NewJob> Jobs, ApiError? Error)> RunAsync(
        IReadOnlyList<BenchmarkTarget> targets, string? prompt, int priority, CancellationToken cancellationToken)
    {
        var jobs = new List<NewJob>(targets.Count);
        foreach (var target in targets)
        {
            var (job, error) = Read(target, prompt, priority);
            if (error is not null)
            {
                return ([], error);
            }

            jobs.Add(job!);
        }

        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            await WriteAsync(connection, targets, jobs, automatic: false, cancellationToken);
        }

        return (jobs, await StoreAsync(jobs, cancellationToken));
    }

    /// <summary>The job of one target.</summary>
    public (NewJob? Job, ApiError? Error) Read(BenchmarkTarget target, string? prompt, int priority)
    {
        var (job, error) = intake.Read(BenchmarkJobs.Request(target, priority), BenchmarkJobs.Payload(target, prompt));
        return (job, error is { Field: { } field } ? error with { Field = field.Replace("payload.", "", StringComparison.Ordinal) } : error);
    }

    /// <summary>Writes the rows, on the caller's connection and in its transaction.</summary>
    public static async Task WriteAsync(
        NpgsqlConnection connection, IReadOnlyList<BenchmarkTarget> targets, IReadOnlyList<NewJob> jobs, bool automatic, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(BenchmarkSql.InsertRuns, connection)
            .With("jobs", jobs.Select(static job => job.Id).ToArray())
            .With("devices", targets.Select(static target => target.DeviceId).ToArray())
            .With("providers", targets.Select(static target => target.Provider).ToArray())
            .With("models", targets.Select(static target => target.Model).ToArray())
            .With("task_types", targets.Select(static target => target.TaskType).ToArray())
            .With("automatic", automatic);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Queues the jobs of rows that are written.</summary>
    public async Task<ApiError?> StoreAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken) =>
        await queue.SubmitAllAsync(jobs, cancellationToken) is SubmitOutcome.Unstorable unstorable
            ? ApiError.BadField("prompt", $"The job cannot be stored: {unstorable.Reason}")
            : null;
}
