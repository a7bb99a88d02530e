using LlmMcp.Contracts.V1;
using LlmMcp.Core.Jobs;
using Npgsql;

namespace LlmMcp.Core.Workers;

/// <summary>
/// Makes durable how the claims of a stream ended, and only then tells the worker. What is recorded here is recorded also when
/// the worker is gone meanwhile.
/// </summary>
internal sealed class ResultDesk(OutcomeRecorder recorder, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<ResultDesk> logger)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Records results and acknowledges them. While the database is away it waits, until this Core stops.</summary>
    public async Task RecordAsync(WorkerStream stream, JobResults results)
    {
        var ends = ResultReader.Read(stream.WorkerId, results);
        // Its own results are no news to the worker.
        foreach (var end in ends)
        {
            stream.Forget(end.JobId, end.ClaimNo);
        }

        try
        {
            stream.Send(new CoreMessage { Acks = Acks(ends, await RecordUntilStoredAsync(stream, ends)) });
        }
        catch (OperationCanceledException)
        {
            // This Core stops while the database is away: unacknowledged, the worker keeps the results for the next Core.
        }
    }

    /// <summary>What was claimed but never sent goes back uncharged. Awaited: a Core that stops must not leave before it is done.</summary>
    public async Task ReturnUnsentAsync(WorkerStream stream)
    {
        var unsent = new List<AttemptEnd>();
        while (stream.Outbound.TryRead(out var message))
        {
            foreach (var job in message.Jobs?.Jobs ?? [])
            {
                unsent.Add(new AttemptEnd.Released(Ids.Job(job.JobId), job.ClaimNo, stream.WorkerId));
                stream.Forget(Ids.Job(job.JobId), job.ClaimNo);
            }
        }

        if (unsent.Count == 0)
        {
            return;
        }

        try
        {
            await recorder.RecordAsync(unsent, CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
        {
            // They count as lost then, like everything the worker does not name.
            WorkersLog.StepFailed(logger, stream.WorkerId, "returning unsent jobs", exception.Message);
        }
    }

    private async Task<IReadOnlyList<bool>> RecordUntilStoredAsync(WorkerStream stream, IReadOnlyList<AttemptEnd> ends)
    {
        while (true)
        {
            try
            {
                return await recorder.RecordAsync(ends, CancellationToken.None);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidOperationException or IOException)
            {
                WorkersLog.ResultsDelayed(logger, stream.WorkerId, exception.Message);
                await Task.Delay(RetryPause, time, lifetime.ApplicationStopping);
            }
        }
    }

    private static ResultAcks Acks(IReadOnlyList<AttemptEnd> ends, IReadOnlyList<bool> accepted)
    {
        var acks = new ResultAcks();
        acks.Acks.AddRange(ends.Select((end, index) => new ResultAck
        {
            JobId = end.JobId.ToString(),
            ClaimNo = end.ClaimNo,
            Ok = accepted[index],
            Reason = accepted[index] ? "" : LostReasons.LeaseLost,
        }));
        return acks;
    }
}
