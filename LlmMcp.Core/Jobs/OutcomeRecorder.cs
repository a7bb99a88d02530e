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

    // As with submits: two thousand small results in one message to the database, or about 32 MiB of large ones.
    private const int BytesPerUnit = 16 * 1024;
    private const int MaxPendingReports = 1000;

    private readonly Database database;
    private readonly JobEvents events;
    private readonly CoreIdentity identity;
    private readonly IFinishHandler[] handlers;
    private readonly IOutputRecorder output;
    private readonly ILogger<OutcomeRecorder> logger;
    private readonly Batcher<IReadOnlyList<AttemptEnd>, IReadOnlyList<bool>> batcher;

    public OutcomeRecorder(
        Database database, JobEvents events, CoreIdentity identity, IEnumerable<IFinishHandler> handlers, IOutputRecorder output, ILogger<OutcomeRecorder> logger)
    {
        (this.database, this.events, this.identity, this.output, this.logger) = (database, events, identity, output, logger);
        this.handlers = [.. handlers];
        batcher = new Batcher<IReadOnlyList<AttemptEnd>, IReadOnlyList<bool>>(FlushAsync, MaxBatch, MaxPendingReports, Concurrency, static ends => ends.Sum(Weigh));
    }

    /// <summary>
    /// Records one report. Answers, in its order, which of the claims were still the worker's; of the others nothing changed.
    /// </summary>
    public ValueTask<IReadOnlyList<bool>> RecordAsync(IReadOnlyList<AttemptEnd> ends, CancellationToken cancellationToken) =>
        batcher.AddAsync(ends, cancellationToken);

    public ValueTask DisposeAsync() => batcher.DisposeAsync();

    private async Task<IReadOnlyList<IReadOnlyList<bool>>> FlushAsync(IReadOnlyList<IReadOnlyList<AttemptEnd>> reports)
    {
        // By reference: two reports may say the same, and only one of them is accepted.
        var accepted = new HashSet<AttemptEnd>(ReferenceEqualityComparer.Instance);
        await RecordTolerantlyAsync([.. reports.SelectMany(static report => report)], accepted);
        return [.. reports.Select(report => report.Select(accepted.Contains).ToArray())];
    }

    /// <summary>A model can say what jsonb cannot hold. That one job fails; the rest of the batch must not suffer for it.</summary>
    private async Task RecordTolerantlyAsync(List<AttemptEnd> ends, HashSet<AttemptEnd> accepted)
    {
        try
        {
            await RecordBatchAsync(ends, accepted);
        }
        catch (PostgresException exception) when (JobSubmitter.IsBadData(exception))
        {
            if (ends.Count > 1)
            {
                foreach (var end in ends)
                {
                    await RecordTolerantlyAsync([end], accepted);
                }

                return;
            }

            await RecordUnstorableAsync(ends[0], exception.MessageText, accepted);
        }
    }

    private async Task RecordUnstorableAsync(AttemptEnd end, string reason, HashSet<AttemptEnd> accepted)
    {
        var failure = new AttemptEnd.Failed(
            end.JobId, end.ClaimNo, end.WorkerId, $"The report cannot be stored: {reason}", ErrorClass.Internal, TimeSpan.Zero, default);
        try
        {
            var stored = new HashSet<AttemptEnd>(ReferenceEqualityComparer.Instance);
            await RecordBatchAsync([failure], stored);
            if (stored.Count > 0)
            {
                accepted.Add(end);
            }
        }
        catch (PostgresException exception) when (JobSubmitter.IsBadData(exception))
        {
            // Not even who says it can be stored, so no claim can be the caller's.
            JobLog.ReportUnstorable(logger, end.JobId, exception.MessageText);
        }
    }

    private async Task RecordBatchAsync(List<AttemptEnd> ends, HashSet<AttemptEnd> recorded)
    {
        var done = ends.OfType<AttemptEnd.Done>().ToList();
        var failed = ends.OfType<AttemptEnd.Failed>().ToList();
        var released = ends.OfType<AttemptEnd.Released>().ToList();

        // Followers elsewhere read the output from the table: it must be there before they learn that the job is done.
        await output.RecordNowAsync(done, CancellationToken.None);

        await using var connection = await database.OpenAsync(CancellationToken.None);
        List<Accepted> accepted;
        List<EndedAttempt> ended;
        try
        {
            (accepted, ended) = await RecordBatchAsync(connection, done, failed, released);
        }
        catch (PostgresException)
        {
            Database.ForgetPrepared(connection);
            throw;
        }

        recorded.UnionWith(accepted.Select(static job => job.Reported));
        events.PublishAttemptsEnded(ended);
        events.PublishChanged(accepted.ConvertAll(static job => new JobChange(job.Id, job.Status, job.ClaimNo)));
    }

    private async Task<(List<Accepted> Accepted, List<EndedAttempt> Ended)> RecordBatchAsync(
        NpgsqlConnection connection, List<AttemptEnd.Done> done, List<AttemptEnd.Failed> failed, List<AttemptEnd.Released> released)
    {
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);
        var accepted = new List<Accepted>(done.Count + failed.Count + released.Count);
        if (done.Count > 0)
        {
            var enriched = done.ConvertAll(Enrich);
            await ReadAsync(CompleteCommand(connection, enriched), done, enriched, accepted);
        }

        if (failed.Count > 0)
        {
            await ReadAsync(FailCommand(connection, failed), failed, failed, accepted);
        }

        if (released.Count > 0)
        {
            await ReadAsync(ReleaseCommand(connection, released), released, released, accepted);
        }

        var ended = accepted.Select(Ended).OfType<EndedAttempt>().ToList();
        var afterwards = await RunHandlersAsync(connection, ended);
        await NotifyAsync(connection, accepted.ConvertAll(static job => new JobChange(job.Id, job.Status, job.ClaimNo)));
        await transaction.CommitAsync(CancellationToken.None);
        afterwards.ForEach(static tell => tell());
        return (accepted, ended);
    }

    private static int Weigh(AttemptEnd end) => end is AttemptEnd.Done done ? 1 + (done.Result.Length / BytesPerUnit) : 1;

    private AttemptEnd.Done Enrich(AttemptEnd.Done end)
    {
        var result = end.Result;
        foreach (var handler in handlers)
        {
            result = handler.Enrich(result, end.Metrics);
        }

        return result.Equals(end.Result) ? end : end with { Result = result };
    }

    private async Task<List<Action>> RunHandlersAsync(NpgsqlConnection connection, List<EndedAttempt> ended)
    {
        var afterwards = new List<Action>();
        foreach (var handler in ended.Count == 0 ? [] : handlers)
        {
            if (await handler.OnEndedAsync(connection, ended, CancellationToken.None) is { } tell)
            {
                afterwards.Add(tell);
            }
        }

        return afterwards;
    }

    private static EndedAttempt? Ended(Accepted job) => job.Stored switch
    {
        AttemptEnd.Done done => new EndedAttempt(
            job.Id, job.ClaimNo, job.Kind, job.Client, job.Source, job.DeviceId, job.WorkerId, true, null, null, done.Result, done.Metrics)
        { Traceparent = job.Traceparent, Age = job.Age, IsLast = true },
        AttemptEnd.Failed failed => new EndedAttempt(
            job.Id, job.ClaimNo, job.Kind, job.Client, job.Source, job.DeviceId, job.WorkerId, false, failed.ErrorClass, failed.Error, default, failed.Metrics)
        { ColdStart = job.ColdStart, Traceparent = job.Traceparent, Age = job.Age, IsLast = JobStatus.IsFinal(job.Status) },
        _ => null,
    };

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

    private static async Task ReadAsync(
        NpgsqlCommand command, IReadOnlyList<AttemptEnd> reported, IReadOnlyList<AttemptEnd> stored, List<Accepted> accepted)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
            while (await reader.ReadAsync(CancellationToken.None))
            {
                var index = (int)reader.GetInt64(8) - 1;
                accepted.Add(new Accepted(
                    reported[index], stored[index], reader.GetGuid(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                    reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetString(6), reader.GetString(7),
                    reader.GetBoolean(9), reader.IsDBNull(10) ? null : reader.GetString(10), TimeSpan.FromSeconds(reader.GetDouble(11))));
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
            .With("classes", ends.Select(static end => end.ErrorClass.Replace("\0", "", StringComparison.Ordinal)).ToArray())
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

    private readonly record struct Accepted(
        AttemptEnd Reported, AttemptEnd Stored, Guid Id, long ClaimNo, string Kind, string Client, string Source, string? DeviceId, string WorkerId, string Status,
        bool ColdStart, string? Traceparent, TimeSpan Age);
}
