using LlmMcp.Core.Storage;
using Npgsql;

namespace LlmMcp.Core.Jobs.Follow;

/// <summary>Brings output recorded by another Core to those who follow it here.</summary>
internal sealed class RemoteOutput : IAsyncDisposable
{
    private const int MaxBatch = 200;
    private const int MaxPending = 50_000;

    private readonly Database database;
    private readonly LiveOutputs outputs;
    private readonly JobWatch watch;
    private readonly CoreIdentity identity;
    private readonly Batcher<Guid, bool> loads;

    public RemoteOutput(Database database, LiveOutputs outputs, JobWatch watch, JobEvents events, CoreIdentity identity)
    {
        (this.database, this.outputs, this.watch, this.identity) = (database, outputs, watch, identity);
        loads = new Batcher<Guid, bool>(LoadAsync, MaxBatch, MaxPending, concurrency: 1);
        events.OutputRecorded += OnRecorded;
    }

    /// <summary>
    /// Asks whoever holds the job's output to record it, and reads what is recorded already. Called by a follower that finds the
    /// job running without output here.
    /// </summary>
    public async Task RequestAsync(Guid job, CancellationToken cancellationToken)
    {
        await using (var notify = database.Command(JobSql.Notify).With("message", JobNotification.Followed(identity.Id, job)))
        {
            await notify.ExecuteNonQueryAsync(cancellationToken);
        }

        await loads.AddAsync(job, cancellationToken);
    }

    /// <summary>Reads what is recorded of an attempt that ended before this Core saw any of it.</summary>
    public async Task LoadAsync(Guid job, CancellationToken cancellationToken) => await loads.AddAsync(job, cancellationToken);

    public ValueTask DisposeAsync() => loads.DisposeAsync();

    private void OnRecorded(IReadOnlyList<Guid> jobs)
    {
        foreach (var job in jobs.Where(watch.IsWatched))
        {
            // Nobody waits for the answer: the followers are woken by what it brings, and poll in any case.
            _ = loads.AddAsync(job, CancellationToken.None).AsTask().ContinueWith(
                static load => _ = load.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private async Task<IReadOnlyList<bool>> LoadAsync(IReadOnlyList<Guid> jobs)
    {
        await using NpgsqlCommand command = database.Command(OutputSql.Read).With("jobs", jobs.Distinct().ToArray());
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            outputs.Append(
                reader.GetGuid(0), reader.GetInt64(1), reader.GetInt64(2), OutputPieces.Read(reader.GetFieldValue<byte[]>(3)),
                recording: false, local: false);
        }

        return new bool[jobs.Count];
    }
}
