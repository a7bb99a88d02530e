using LlmMcp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Jobs;

/// <summary>The queue as callers see it; every door is a translation of this class.</summary>
internal sealed class JobQueue(Database database, JobSubmitter submitter, JobReader reader, JobEvents events, CoreIdentity identity)
{
    /// <summary>Stores a job; answered only after the commit.</summary>
    public ValueTask<SubmitOutcome> SubmitAsync(NewJob job, CancellationToken cancellationToken) => submitter.SubmitAsync(job, cancellationToken);

    /// <summary>Stores all of the jobs or none.</summary>
    public Task<SubmitOutcome> SubmitAllAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken) =>
        submitter.SubmitAllAsync(jobs, cancellationToken);

    /// <summary>The job as it is now; null when there is none.</summary>
    public ValueTask<Job?> GetAsync(Guid id, CancellationToken cancellationToken) => reader.GetAsync(id, cancellationToken);

    /// <summary>A page of jobs, newest first.</summary>
    public Task<JobPage> ListAsync(JobFilter filter, CancellationToken cancellationToken) => reader.ListAsync(filter, cancellationToken);

    /// <summary>Ended attempts of a job, the latest first.</summary>
    public Task<IReadOnlyList<JobAttempt>> ListAttemptsAsync(Guid id, int limit, CancellationToken cancellationToken) =>
        reader.ListAttemptsAsync(id, limit, cancellationToken);

    /// <summary>Cancels a job that has not ended. A running job's worker is told at once.</summary>
    public async Task<CancelOutcome> CancelAsync(Guid id, CancellationToken cancellationToken)
    {
        long? claimNo = null;
        await using (var command = database.Command(JobSql.Cancel).With("id", id))
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
        {
            if (await row.ReadAsync(cancellationToken))
            {
                claimNo = row.GetInt64(0);
            }
        }

        if (claimNo is { } claim)
        {
            IReadOnlyList<JobChange> changes = [new JobChange(id, JobStatus.Canceled, claim)];
            events.PublishChanged(changes);
            await NotifyAsync(JobNotification.Changes(identity.Id, changes).Single());
            return new CancelOutcome.Canceled();
        }

        return await reader.GetAsync(id, cancellationToken) is { } job ? new CancelOutcome.AlreadyFinal(job.Status) : new CancelOutcome.NotFound();
    }

    /// <summary>Submits a copy of a job that has ended.</summary>
    public async Task<RetryOutcome> RetryAsync(Guid id, CancellationToken cancellationToken)
    {
        var copy = JobIds.Next();
        if (await CopyAsync(id, copy, cancellationToken) is { } lane)
        {
            events.PublishReady(new Dictionary<Lane, Guid> { [lane] = copy });
            await NotifyAsync(JobNotification.Ready(identity.Id));
            return new RetryOutcome.Submitted(copy);
        }

        return await reader.GetAsync(id, cancellationToken) is { } job ? new RetryOutcome.NotFinal(job.Status) : new RetryOutcome.NotFound();
    }

    /// <summary>Extends the leases of claims the worker still holds; answers which those are.</summary>
    public async Task<IReadOnlySet<Guid>> HeartbeatAsync(
        string worker, IReadOnlyList<(Guid JobId, long ClaimNo)> held, int leaseSeconds, CancellationToken cancellationToken)
    {
        await using var command = database.Command(OutcomeSql.Heartbeat)
            .With("ids", held.Select(static claim => claim.JobId).ToArray())
            .With("claims", held.Select(static claim => claim.ClaimNo).ToArray())
            .With("worker", worker, NpgsqlDbType.Text)
            .With("lease_seconds", (double)leaseSeconds);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var kept = new HashSet<Guid>();
        while (await rows.ReadAsync(cancellationToken))
        {
            kept.Add(rows.GetGuid(0));
        }

        return kept;
    }

    private async Task<Lane?> CopyAsync(Guid id, Guid copy, CancellationToken cancellationToken)
    {
        await using var command = database.Command(JobSql.Retry).With("id", id).With("new_id", copy);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new Lane(row.GetString(0), -row.GetInt32(1), row.GetString(2), row.GetString(3))
            : null;
    }

    // After the commit: a caller that hangs up now must not keep the news from the other Cores.
    private async Task NotifyAsync(string message)
    {
        await using NpgsqlCommand command = database.Command(JobSql.Notify).With("message", message);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}

/// <summary>What became of a cancel.</summary>
internal abstract record CancelOutcome
{
    /// <summary>It will not run, or its worker was told to stop.</summary>
    public sealed record Canceled : CancelOutcome;

    /// <summary>It had ended before.</summary>
    public sealed record AlreadyFinal(string Status) : CancelOutcome;

    /// <summary>There is no such job.</summary>
    public sealed record NotFound : CancelOutcome;
}

/// <summary>What became of a retry.</summary>
internal abstract record RetryOutcome
{
    /// <summary>A copy was stored.</summary>
    public sealed record Submitted(Guid JobId) : RetryOutcome;

    /// <summary>The job has not ended; there is nothing to retry.</summary>
    public sealed record NotFinal(string Status) : RetryOutcome;

    /// <summary>There is no such job.</summary>
    public sealed record NotFound : RetryOutcome;
}
