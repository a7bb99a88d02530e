using LlmMcp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Jobs.Upkeep;

/// <summary>
/// The rounds nobody asks for: leases that ran out, deadlines, backoffs that are over, retention, and jobs whose worker or
/// device is gone. Each round is bounded; any number of Cores may do them at once.
/// </summary>
internal sealed class JobUpkeep(Database database, JobEvents events, CoreIdentity identity)
{
    /// <summary>Most jobs one sweep handles; a sweep that handled so many may have left some.</summary>
    public const int MaxPerRound = 1000;

    /// <summary>Returns jobs whose lease ran out to the queue, or ends them when their attempts are used up.</summary>
    public Task<int> ExpireLeasesAsync(CancellationToken cancellationToken) => ExpireLeasesAsync(claimedWithin: null, cancellationToken);

    /// <summary>As the other, but of the claims made within the last <paramref name="claimedWithin"/> only; null means all.</summary>
    public Task<int> ExpireLeasesAsync(TimeSpan? claimedWithin, CancellationToken cancellationToken) =>
        TakeBackAsync(
            database.Command(UpkeepSql.ExpireLeases)
                .With("limit", MaxPerRound)
                .With("claimed_within", claimedWithin?.TotalSeconds, NpgsqlDbType.Double),
            "the lease ran out: the worker stopped sending heartbeats", cancellationToken);

    /// <summary>Ends jobs whose deadline has passed, queued or running.</summary>
    public Task<int> EnforceDeadlinesAsync(CancellationToken cancellationToken) =>
        ChangeAsync(database.Command(UpkeepSql.EnforceDeadlines).With("limit", MaxPerRound), cancellationToken);

    /// <summary>Returns the jobs of a worker whose stream ended, unless it is attached by another one by now.</summary>
    public Task<int> TakeBackFromWorkerAsync(string worker, Guid session, CancellationToken cancellationToken) =>
        TakeBackAsync(database.Command(UpkeepSql.TakeBackFromWorker).With("worker", worker).With("session", session), "the worker disappeared", cancellationToken);

    /// <summary>Returns the jobs a worker no longer names at the start of a session: an earlier process of it took them along.</summary>
    public Task<int> TakeBackUnnamedAsync(string worker, Guid[] held, CancellationToken cancellationToken) =>
        TakeBackAsync(database.Command(UpkeepSql.TakeBackUnnamed).With("worker", worker).With("held", held), "the worker restarted without the job", cancellationToken);

    /// <summary>Returns the running jobs of devices that are gone.</summary>
    public Task<int> TakeBackFromDevicesAsync(IReadOnlyCollection<string> devices, CancellationToken cancellationToken) =>
        TakeBackAsync(database.Command(UpkeepSql.TakeBackFromDevices).With("devices", devices.ToArray()), "the device went offline", cancellationToken);

    /// <summary>Makes jobs ready whose backoff is over; answers how many, and in how many seconds the next one is due.</summary>
    public async Task<(int Promoted, double? NextSeconds)> PromoteAsync(CancellationToken cancellationToken)
    {
        var promoted = 0;
        await using (var command = database.Command(UpkeepSql.Promote).With("limit", MaxPerRound))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                promoted++;
            }
        }

        if (promoted > 0)
        {
            await TellReadyAsync(cancellationToken);
        }

        return (promoted, await SecondsAsync(UpkeepSql.NextPromotion, cancellationToken));
    }

    /// <summary>Frees slots whose claim is over.</summary>
    public async Task<int> FreeStraySlotsAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command(UpkeepSql.FreeStraySlots);
        var freed = await command.ExecuteNonQueryAsync(cancellationToken);
        if (freed > 0)
        {
            await TellReadyAsync(cancellationToken);
        }

        return freed;
    }

    /// <summary>In how many seconds the next deadline passes; null when there is none.</summary>
    public Task<double?> NextDeadlineAsync(CancellationToken cancellationToken) => SecondsAsync(UpkeepSql.NextDeadline, cancellationToken);

    /// <summary>Removes a batch of jobs that ended more than <paramref name="days"/> days ago.</summary>
    public async Task<long> RemoveOldAsync(int days, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var own = database.Command(UpkeepSql.RemoveOld)
            .With("before", Guid.CreateVersion7(now.AddDays(-days)))
            .With("days", days)
            .With("limit", MaxPerRound);
        if ((long)(await own.ExecuteScalarAsync(cancellationToken))! is > 0 and var removed)
        {
            return removed;
        }

        await using var carried = database.Command(UpkeepSql.RemoveOldCarried)
            .With("first_carried", JobIds.FirstCarried)
            .With("days", days)
            .With("limit", MaxPerRound);
        return (long)(await carried.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Removes recorded output of jobs that ended a while ago.</summary>
    public async Task RemoveOutputAsync(CancellationToken cancellationToken)
    {
        await using var command = database.Command(Follow.OutputSql.RemoveEnded);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private Task<int> TakeBackAsync(NpgsqlCommand command, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(command.With("reason", reason), cancellationToken);

    private async Task<int> ChangeAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        List<JobChange> changes;
        await using (command)
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            changes = await reader.ListAsync(static row => new JobChange(row.GetGuid(0), row.GetString(2), row.GetInt64(1)), cancellationToken);
        }

        if (changes.Count > 0)
        {
            await TellChangedAsync(changes, cancellationToken);
        }

        return changes.Count;
    }

    private async Task TellChangedAsync(List<JobChange> changes, CancellationToken cancellationToken)
    {
        events.PublishChanged(changes);
        events.PublishReady(null);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var message in JobNotification.Changes(identity.Id, changes).Append(JobNotification.Ready(identity.Id)))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(JobSql.Notify).With("message", message));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task TellReadyAsync(CancellationToken cancellationToken)
    {
        events.PublishReady(null);
        await using var command = database.Command(JobSql.Notify).With("message", JobNotification.Ready(identity.Id));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<double?> SecondsAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = database.Command(sql);
        return await command.ExecuteScalarAsync(cancellationToken) as double?;
    }
}
