using LlmMcp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Jobs;

/// <summary>Reads jobs. Ten thousand followers that wake together cost a handful of queries, not ten thousand.</summary>
internal sealed class JobReader : IAsyncDisposable
{
    private const int MaxBatch = 200;
    private const int MaxPending = 50_000;
    private const int Concurrency = 2;

    // A page ends early rather than hold hundreds of large payloads and results in memory.
    private const long MaxPageBytes = 16 * 1024 * 1024;

    private readonly Database database;
    private readonly Batcher<Guid, Job?> batcher;

    public JobReader(Database database)
    {
        this.database = database;
        batcher = new Batcher<Guid, Job?>(ReadAsync, MaxBatch, MaxPending, Concurrency);
    }

    /// <summary>The job as it is now; null when there is none.</summary>
    public ValueTask<Job?> GetAsync(Guid id, CancellationToken cancellationToken) => batcher.AddAsync(id, cancellationToken);

    /// <summary>
    /// A page of jobs, newest first; it ends early when its payloads and results grow large. Jobs carried over from the deployed
    /// system, whose ids do not tell age, come last.
    /// </summary>
    public async Task<JobPage> ListAsync(JobFilter filter, CancellationToken cancellationToken)
    {
        var firstCarried = JobIds.FirstCarried;
        var isCarried = filter.After is { } last && last >= firstCarried;
        var page = new PageInProgress(filter.Limit);
        if (!isCarried)
        {
            await ReadPageAsync(page, filter, Guid.Empty, filter.After ?? firstCarried, cancellationToken);
        }

        if (!page.IsFull)
        {
            await ReadPageAsync(page, filter, firstCarried, isCarried ? filter.After!.Value : Guid.AllBitsSet, cancellationToken);
        }

        return new JobPage(page.Jobs, More: page.IsFull);
    }

    private async Task ReadPageAsync(PageInProgress page, JobFilter filter, Guid from, Guid before, CancellationToken cancellationToken)
    {
        var sql = filter.Status switch
        {
            JobStatus.Queued => JobSql.ListQueued,
            JobStatus.Running => JobSql.ListRunning,
            _ => JobSql.List,
        };
        await using var command = database.Command(sql)
            .With("from", from)
            .With("before", before)
            .With("kind", filter.Kind, NpgsqlDbType.Text)
            .With("source", filter.Source, NpgsqlDbType.Text)
            .With("limit", filter.Limit - page.Jobs.Count)
            .With("brief", filter.Brief);
        if (sql == JobSql.List)
        {
            command.With("status", filter.Status, NpgsqlDbType.Text);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (!page.IsFull && await reader.ReadAsync(cancellationToken))
        {
            page.Add(JobRow.Read(reader));
        }
    }

    /// <summary>Ended attempts of a job, the latest first, at most <paramref name="limit"/>; none for a job that is unknown.</summary>
    public async Task<IReadOnlyList<JobAttempt>> ListAttemptsAsync(Guid id, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.Command(JobSql.ListAttempts).With("id", id).With("limit", limit);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ListAsync(JobAttempt.Read, cancellationToken);
    }

    public ValueTask DisposeAsync() => batcher.DisposeAsync();

    private async Task<IReadOnlyList<Job?>> ReadAsync(IReadOnlyList<Guid> ids)
    {
        await using var command = database.Command(JobSql.Get).With("ids", ids.Distinct().ToArray());
        await using var rows = await command.ExecuteReaderAsync(CancellationToken.None);
        var found = (await rows.ListAsync(JobRow.Read, CancellationToken.None)).ToDictionary(static job => job.Id);
        return [.. ids.Select(id => found.GetValueOrDefault(id))];
    }

    private sealed class PageInProgress(int limit)
    {
        private long bytes;

        public List<Job> Jobs { get; } = [];

        public bool IsFull => bytes >= MaxPageBytes || Jobs.Count == limit;

        public void Add(Job job)
        {
            Jobs.Add(job);
            bytes += job.Payload.Length + (job.Result?.Length ?? 0);
        }
    }
}

/// <summary>A page of jobs.</summary>
/// <param name="Jobs">Newest first.</param>
/// <param name="More">There may be more below the last one.</param>
internal sealed record JobPage(IReadOnlyList<Job> Jobs, bool More);

/// <summary>Which jobs a list shows; null means any.</summary>
/// <param name="After">Continue below this id.</param>
/// <param name="Limit">1 to 500.</param>
/// <param name="Brief">Payloads are cut down to their model, results and routes left out.</param>
internal sealed record JobFilter(string? Status, string? Kind, string? Source, Guid? After, int Limit, bool Brief = false);
