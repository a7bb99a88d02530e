using LlmMcp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Jobs;

/// <summary>
/// Stores new jobs. Concurrent submits share one insert and one commit; nobody is answered before that commit, so an
/// acknowledged job survives whatever happens next.
/// </summary>
internal sealed class JobSubmitter : IAsyncDisposable
{
    // Two flushes overlap the commit of one batch with the building of the next; more only make the batches smaller.
    private const int Concurrency = 2;
    private const int MaxBatch = 1000;

    // A batch is one message to the database: a thousand small jobs, or about 32 MiB of large ones.
    private const int BytesPerUnit = 32 * 1024;
    private const int MaxPending = 20_000;

    private readonly Database database;
    private readonly JobEvents events;
    private readonly CoreIdentity identity;
    private readonly Batcher<NewJob, SubmitOutcome> batcher;

    public JobSubmitter(Database database, JobEvents events, CoreIdentity identity)
    {
        (this.database, this.events, this.identity) = (database, events, identity);
        batcher = new Batcher<NewJob, SubmitOutcome>(FlushAsync, MaxBatch, MaxPending, Concurrency, static job => 1 + (job.Payload.Length / BytesPerUnit));
    }

    /// <summary>Stores one job.</summary>
    public ValueTask<SubmitOutcome> SubmitAsync(NewJob job, CancellationToken cancellationToken) => batcher.AddAsync(job, cancellationToken);

    /// <summary>Stores all of the jobs or, when one of them cannot be stored, none.</summary>
    public async Task<SubmitOutcome> SubmitAllAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken)
    {
        try
        {
            await InsertAsync(jobs, cancellationToken);
            return SubmitOutcome.Stored;
        }
        catch (PostgresException exception) when (IsBadData(exception))
        {
            return new SubmitOutcome.Unstorable(exception.MessageText);
        }
    }

    public ValueTask DisposeAsync() => batcher.DisposeAsync();

    private async Task<IReadOnlyList<SubmitOutcome>> FlushAsync(IReadOnlyList<NewJob> jobs)
    {
        var all = await SubmitAllAsync(jobs, CancellationToken.None);
        if (all is not SubmitOutcome.Unstorable || jobs.Count == 1)
        {
            return [.. Enumerable.Repeat(all, jobs.Count)];
        }

        // One of them is not acceptable as jsonb in a way the door cannot see. The others must not suffer for it.
        var outcomes = new List<SubmitOutcome>(jobs.Count);
        foreach (var job in jobs)
        {
            outcomes.Add(await SubmitAllAsync([job], CancellationToken.None));
        }

        return outcomes;
    }

    private async Task InsertAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        // A batch without an explicit transaction is one transaction and one round trip.
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { InsertCommand(jobs), new NpgsqlBatchCommand(JobSql.Notify).With("message", JobNotification.Ready(identity.Id)) },
        };
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException)
        {
            Database.ForgetPrepared(connection);
            throw;
        }

        events.PublishStored(jobs);
        events.PublishReady(LanesOf(jobs));
    }

    private static Dictionary<Lane, Guid> LanesOf(IReadOnlyList<NewJob> jobs)
    {
        var lanes = new Dictionary<Lane, Guid>();
        foreach (var job in jobs)
        {
            var lane = new Lane(job.Block, -job.Priority, job.Client, job.Source);
            lanes[lane] = lanes.TryGetValue(lane, out var oldest) && oldest < job.Id ? oldest : job.Id;
        }

        return lanes;
    }

    /// <summary>The statement that stores these jobs.</summary>
    public static NpgsqlBatchCommand InsertCommand(IReadOnlyList<NewJob> jobs) => new NpgsqlBatchCommand(JobSql.Insert)
        .With("ids", Column(jobs, static job => job.Id))
        .With("kinds", Column(jobs, static job => job.Kind))
        .With("blocks", Column(jobs, static job => job.Block))
        .With("clients", Column(jobs, static job => job.Client))
        .With("sources", Column(jobs, static job => job.Source))
        .With("priorities", Column(jobs, static job => job.Priority))
        .With("payloads", Column(jobs, static job => job.Payload), NpgsqlDbType.Array | NpgsqlDbType.Jsonb)
        .With("max_attempts", Column(jobs, static job => job.MaxAttempts))
        .With("deadlines", Column(jobs, static job => job.DeadlineAt?.UtcDateTime), NpgsqlDbType.Array | NpgsqlDbType.TimestampTz)
        .With("timeouts", Column(jobs, static job => job.TimeoutSeconds), NpgsqlDbType.Array | NpgsqlDbType.Integer)
        .With("streams", Column(jobs, static job => job.Stream))
        .With("traceparents", Column(jobs, static job => job.Traceparent), NpgsqlDbType.Array | NpgsqlDbType.Text)
        .With("retried", Column(jobs, static job => job.RetriedFrom), NpgsqlDbType.Array | NpgsqlDbType.Uuid)
        .With("routes", Column(jobs, static job => job.Route?.ToArray()), NpgsqlDbType.Array | NpgsqlDbType.Jsonb);

    private static T[] Column<T>(IReadOnlyList<NewJob> jobs, Func<NewJob, T> select)
    {
        var column = new T[jobs.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = select(jobs[i]);
        }

        return column;
    }

    /// <summary>True when the data itself cannot be stored, so trying again cannot help.</summary>
    public static bool IsBadData(PostgresException exception) =>
        // Class 22 is "data exception": text jsonb does not take (\u0000, lone surrogates, numbers beyond numeric).
        exception.SqlState.StartsWith("22", StringComparison.Ordinal) || exception.SqlState == PostgresErrorCodes.CheckViolation;
}

/// <summary>What became of a submit.</summary>
internal abstract record SubmitOutcome
{
    private SubmitOutcome()
    {
    }

    /// <summary>Committed.</summary>
    public static SubmitOutcome Stored { get; } = new Accepted();

    /// <summary>Committed: the job is the database's to keep.</summary>
    public sealed record Accepted : SubmitOutcome;

    /// <summary>The database refuses the data; nothing was stored.</summary>
    public sealed record Unstorable(string Reason) : SubmitOutcome;
}
