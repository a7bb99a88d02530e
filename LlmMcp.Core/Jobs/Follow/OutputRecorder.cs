using System.Text.Json;
using LlmMcp.Core.Storage;
using Npgsql;
using NpgsqlTypes;

namespace LlmMcp.Core.Jobs.Follow;

/// <summary>
/// Writes the output of followed jobs to the table, coalesced: at most one write per 50 ms for all jobs together. Other Cores
/// learn of it by a notification that carries ids only.
/// </summary>
internal sealed class OutputRecorder : BackgroundService, IOutputRecorder
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Database database;
    private readonly LiveOutputs outputs;
    private readonly CoreIdentity identity;
    private readonly TimeProvider time;
    private readonly ILogger<OutputRecorder> logger;
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly SemaphoreSlim writing = new(1, 1);

    public OutputRecorder(Database database, LiveOutputs outputs, JobEvents events, CoreIdentity identity, TimeProvider time, ILogger<OutputRecorder> logger)
    {
        (this.database, this.outputs, this.identity, this.time, this.logger) = (database, outputs, identity, time, logger);
        outputs.Unrecorded += Wake;
        // The table is unlogged: a crash of the database emptied it, and a crash looks like a lost connection from here. Already
        // when it is lost, not when it is back: by then ends may be on record without the output before them.
        events.ConnectionLost += ForgetRecorded;
        events.Resync += () =>
        {
            ForgetRecorded();
            Wake();
        };
    }

    /// <inheritdoc />
    public Task RecordNowAsync(IReadOnlyList<AttemptEnd> jobs, CancellationToken cancellationToken)
    {
        // Also when nothing waits: what the loop has taken may still be on its way to the table.
        var recorded = jobs.Any(job => outputs.Find(job.JobId) is { Local: true, Recording: true });
        return recorded ? WriteAsync(cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Writes what waits; returns the number of jobs written.</summary>
    public async Task<int> WriteAsync(CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            var rows = outputs.All
                .Where(static output => output.HasUnrecorded)
                .Select(static output => (Output: output, Taken: output.TakeUnrecorded()))
                .Where(static row => row.Taken.Pieces.Length > 0)
                .ToList();
            if (rows.Count == 0)
            {
                return 0;
            }

            try
            {
                await InsertAsync(rows, cancellationToken);
            }
            catch
            {
                rows.ForEach(static row => row.Output.ForgetRecorded());
                throw;
            }

            return rows.Count;
        }
        finally
        {
            writing.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await wake.WaitAsync(stoppingToken);
                await Task.Delay(Pause, time, stoppingToken);
                await WriteAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
            {
                JobLog.DeltasNotRecorded(logger, exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Wake();
            }
        }
    }

    private void ForgetRecorded()
    {
        foreach (var output in outputs.All)
        {
            output.ForgetRecorded();
        }
    }

    private void Wake()
    {
        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already awake: one wake-up covers everything that waits.
        }
    }

    private async Task InsertAsync(List<(LiveOutput Output, (int FirstSeq, OutputPiece[] Pieces) Taken)> rows, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(OutputSql.Insert)
            .With("jobs", rows.Select(static row => row.Output.JobId).ToArray())
            .With("claims", rows.Select(static row => row.Output.ClaimNo).ToArray())
            .With("first", rows.Select(static row => (long)row.Taken.FirstSeq).ToArray())
            .With("last", rows.Select(static row => (long)row.Taken.FirstSeq + row.Taken.Pieces.Length - 1).ToArray())
            .With("pieces", rows.Select(static row => OutputPieces.Write(row.Taken.Pieces)).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Jsonb));
        foreach (var message in JobNotification.Output(identity.Id, rows.ConvertAll(static row => row.Output.JobId)))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(JobSql.Notify).With("message", message));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>Pieces as they stand in the table: an array of <c>[response, thinking]</c> pairs.</summary>
internal static class OutputPieces
{
    public static byte[] Write(IReadOnlyList<OutputPiece> pieces)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            foreach (var piece in pieces)
            {
                writer.WriteStartArray();
                // jsonb cannot hold NUL; nothing readable is lost with it.
                writer.WriteStringValue(piece.Response.Replace("\0", "", StringComparison.Ordinal));
                writer.WriteStringValue(piece.Thinking.Replace("\0", "", StringComparison.Ordinal));
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        return stream.ToArray();
    }

    public static OutputPiece[] Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(static pair => new OutputPiece(pair[0].GetString()!, pair[1].GetString()!))];
    }
}
