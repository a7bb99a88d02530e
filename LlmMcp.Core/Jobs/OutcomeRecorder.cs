using LlmMcp.Contracts;
using LlmMcp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Jobs;

/// <summary>
/// Records how attempts ended: fenced, batched, and together with what follows from them (<see cref="IFinishHandler"/>) in one
/// transaction. Reports that arrive at the same time share it.
/// </summary>
internal sealed class OutcomeRecorder : IAsyncDisposable
{
    // Two transactions overlap the commit of one with the statements of the next.
    private const int Concurrency = 2;
    private const int MaxBatch = 2000;
    private const int MaxPendingReports = 1000;

    private readonly Database database;
    private readonly JobEvents events;
    private readonly CoreIdentity identity;
    private readonly IFinishHandler[] handlers;
    private readonly IOutputRecorder output;
    private readonly Batcher<IReadOnlyList<AttemptEnd>, IReadOnlySet<Guid>> batcher;

    public OutcomeRecorder(Database database, JobEvents events, CoreIdentity identity, IEnumerable<IFinishHandler> handlers, IOutputRecorder output)
    {
        (this.database, this.events, this.identity, this.output) = (database, events, identity, output);
        this.handlers = [.. handlers];
        batcher = new Batcher<IReadOnlyList<AttemptEnd>, IReadOnlySet<Guid>>(FlushAsync, MaxBatch, MaxPendingReports, Concurrency, static ends => ends.Count);
    }

    /// <summary>
    /// Records one report. Answers which jobs of it were still the worker's; whatever is missing was not, and nothing of it changed.
    /// </summary>
    public ValueTask<IReadOnlySet<Guid>> RecordAsync(IReadOnlyList<AttemptEnd> ends, CancellationToken cancellationToken) =>
        batcher.AddAsync(ends, cancellationToken);

    public ValueTask DisposeAsync() => batcher.DisposeAsync();

    private async Task<IReadOnlyList<IReadOnlySet<Guid>>> FlushAsync(IReadOnlyList<IReadOnlyList<AttemptEnd>> reports)
    {
        var ends = reports.SelectMany(static report => report).ToList();
        var accepted = await RecordTolerantlyAsync(ends);
        return reports.Count == 1
            ? [accepted]
            : [.. reports.Select(report => report.Select(static end => end.JobId).Where(accepted.Contains).ToHashSet())];
    }

    /// <summary>A model can say what jsonb cannot hold. That one job fails; the rest of the batch must not suffer for it.</summary>
    private async Task<IReadOnlySet<Guid>> RecordTolerantlyAsync(List<AttemptEnd> ends)
    {
        try
        {
            return await RecordBatchAsync(ends);
        }
        catch (PostgresException exception) when (JobSubmitter.IsBadData(exception) && ends.Count > 1)
        {
            var accepted = new HashSet<Guid>();
            foreach (var end in ends)
            {
                accepted.UnionWith(await RecordTolerantlyAsync([end]));
            }

            return accepted;
        }
        catch (PostgresException exception) when (JobSubmitter.IsBadData(exception) && ends is [AttemptEnd.Done done])
        {
            return await RecordBatchAsync(
            [
                new AttemptEnd.Failed(done.JobId, done.ClaimNo, done.WorkerId, $"The result cannot be stored as JSON: {exception.MessageText}", ErrorClass.Internal, TimeSpan.Zero, default),
            ]);
        }
    }

    private async Task<IReadOnlySet<Guid>> RecordBatchAsync(List<AttemptEnd> ends)
    {
        var done = ends.OfType<AttemptEnd.Done>().Select(Enrich).ToList();
        var failed = ends.OfType<AttemptEnd.Failed>().ToList();
        var released = ends.OfType<AttemptEnd.Released>().ToList();

        // Followers elsewhere read the output from the table: it must be there before they learn that the job is done.
        await output.RecordNowAsync(done, CancellationToken.None);

        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
        var accepted = new List<Accepted>(ends.Count);
        if (done.Count > 0)
        {
            await ReadAsync(CompleteCommand(connection, done), accepted);
        }

        if (failed.Count > 0)
        {
            await ReadAsync(FailCommand(connection, failed), accepted);
        }

        if (released.Count > 0)
        {
            await ReadAsync(ReleaseCommand(connection, released), accepted);
        }

        await RunHandlersAsync(connection, done, failed, accepted);
        var changes = accepted.ConvertAll(static job => new JobChange(job.Id, job.Status, job.ClaimNo));
        await NotifyAsync(connection, changes);
        await transaction.CommitAsync(CancellationToken.None);

        events.PublishChanged(changes);
        return accepted.Select(static job => job.Id).ToHashSet();
    }

    private AttemptEnd.Done Enrich(AttemptEnd.Done end)
    {
        var result = end.Result;
        foreach (var handler in handlers)
        {
            result = handler.Enrich(null, result, end.Metrics);
        }

        return result.Equals(end.Result) ? end : end with { Result = result };
    }

    private async Task RunHandlersAsync(
        NpgsqlConnection connection, List<AttemptEnd.Done> done, List<AttemptEnd.Failed> failed, List<Accepted> accepted)
    {
        if (handlers.Length == 0 || (done.Count == 0 && failed.Count == 0))
        {
            return;
        }

        var byId = accepted.ToDictionary(static job => job.Id);
        var ended = new List<EndedAttempt>(accepted.Count);
        foreach (var end in done)
        {
            if (byId.Remove(end.JobId, out var job))
            {
                ended.Add(new EndedAttempt(job.Id, job.ClaimNo, job.Kind, job.Client, job.Source, job.DeviceId, job.WorkerId, true, null, null, end.Result, end.Metrics));
            }
        }

        foreach (var end in failed)
        {
            if (byId.Remove(end.JobId, out var job))
            {
                ended.Add(new EndedAttempt(job.Id, job.ClaimNo, job.Kind, job.Client, job.Source, job.DeviceId, job.WorkerId, false, end.ErrorClass, end.Error, default, end.Metrics));
            }
        }

        foreach (var handler in handlers)
        {
            await handler.OnEndedAsync(connection, ended, CancellationToken.None);
        }
    }

    private async Task NotifyAsync(NpgsqlConnection connection, List<JobChange> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        await using var batch = new NpgsqlBatch(connection);
        foreach (var message in JobNotification.Changes(identity.Id, changes))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(JobSql.Notify).With("message", message));
        }

        await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static async Task ReadAsync(NpgsqlCommand command, List<Accepted> accepted)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
            while (await reader.ReadAsync(CancellationToken.None))
            {
                accepted.Add(new Accepted(
                    reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                    reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetString(6), reader.GetString(7)));
            }
        }
    }

    private static NpgsqlCommand CompleteCommand(NpgsqlConnection connection, List<AttemptEnd.Done> ends) =>
        Command(connection, OutcomeSql.Complete, ends)
            .With("results", ends.Select(static end => end.Result).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Jsonb)
            .With("metrics", ends.Select(static end => JsonOrNull(end.Metrics)).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Jsonb);

    private static NpgsqlCommand FailCommand(NpgsqlConnection connection, List<AttemptEnd.Failed> ends) =>
        Command(connection, OutcomeSql.Fail, ends)
            .With("errors", ends.Select(static end => end.Error.Replace("\0", "", StringComparison.Ordinal)).ToArray())
            .With("classes", ends.Select(static end => end.ErrorClass).ToArray())
            .With("retry_after", ends.Select(static end => end.RetryAfter.TotalSeconds).ToArray())
            .With("final", ends.Select(static end => ErrorClass.IsFinal(end.ErrorClass)).ToArray())
            .With("metrics", ends.Select(static end => JsonOrNull(end.Metrics)).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Jsonb);

    private static NpgsqlCommand ReleaseCommand(NpgsqlConnection connection, List<AttemptEnd.Released> ends) =>
        Command(connection, OutcomeSql.Release, ends);

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, IReadOnlyList<AttemptEnd> ends) =>
        new NpgsqlCommand(sql, connection)
            .With("ids", ends.Select(static end => end.JobId).ToArray())
            .With("claims", ends.Select(static end => end.ClaimNo).ToArray())
            .With("workers", ends.Select(static end => end.WorkerId).ToArray());

    private static byte[]? JsonOrNull(ReadOnlyMemory<byte> json) => json.Length <= 2 ? null : json.ToArray();

    private readonly record struct Accepted(Guid Id, long ClaimNo, string Kind, string Client, string Source, string? DeviceId, string WorkerId, string Status);
}
