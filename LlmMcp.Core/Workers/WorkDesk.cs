using Grpc.Core;
using LlmMcp.Contracts.V1;
using LlmMcp.Core.Discovery.Local;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Jobs.Follow;
using LlmMcp.Core.Jobs.Upkeep;
using LlmMcp.Core.Scheduling;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LlmMcp.Core.Workers;

/// <summary>
/// Runs worker streams (<c>Core.Work</c>).
/// <code>
/// 1 hello: one row for the worker, refused while another process is attached under its id; what it names and still holds it keeps, what it does not name goes back
/// 2 welcome, then jobs as its credit allows
/// 3 credit, heartbeats, output and results as they come; results are acknowledged when they are durable
/// 4 the stream ends: in good order with nothing held → signed off; otherwise the worker has a moment to come back, here or
///   on another Core, before its jobs return
/// </code>
/// </summary>
internal sealed class WorkDesk(
    AttachedWorkers attached, Dispatcher dispatcher, IDeviceSource devices, JobQueue queue, ResultDesk results, LiveOutputs outputs,
    JobUpkeep upkeep, WorkerRegistry registry, LocalNodeDesk localNodes, BuildVersion version, IOptions<JobsOptions> options, TimeProvider time,
    IHostApplicationLifetime lifetime, ILogger<WorkDesk> logger)
{
    private const int MaxReportsUnderWay = 16;
    private const int MaxHeld = 100_000;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    // On top of a worker's interval between heartbeats, a third of its lease.
    private static readonly TimeSpan LateHeartbeat = TimeSpan.FromSeconds(5);

    /// <summary>Serves one stream from its hello to its end.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<WorkerMessage> requests, IServerStreamWriter<CoreMessage> responses, CancellationToken cancellationToken)
    {
        if (!await requests.MoveNext(cancellationToken) || requests.Current.Hello is not { } hello)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The first message of a session must be hello."));
        }

        var identity = HelloReader.Read(hello);
        var lease = hello.LeaseSeconds is >= 5 and <= 3600 ? hello.LeaseSeconds : options.Value.LeaseSeconds;
        var stream = new WorkerStream(identity.Id, hello.Kinds, lease, attached, devices);
        var attachment = new WorkerAttachment(stream.Session, HelloReader.Instance(hello), (TimeSpan.FromSeconds(lease) / 3) + LateHeartbeat);
        if (!await registry.RegisterAsync(identity, hello.Kinds, hello.Version, attachment, cancellationToken))
        {
            // Two processes under one id would take each other's jobs back for ever.
            throw new RpcException(new Status(StatusCode.AlreadyExists,
                $"another process uses this worker id {identity.Id}, or was killed within the last {attachment.Alive.TotalSeconds:0} s; give each its own WORKER_ID, or wait"));
        }

        attached.Attach(stream);                                                                         // 1
        var orderly = false;
        var writing = Task.CompletedTask;
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stream.Ended, lifetime.ApplicationStopping);
        try
        {
            var kept = await ResumeAsync(stream, hello, both.Token);
            stream.Send(WelcomeMessage(stream, kept));                                                   // 2
            writing = WriteAsync(stream, responses, both.Token);
            stream.AddCredit(hello.Capacity?.ModelJobs ?? 0, hello.Capacity?.LightJobs ?? 0);
            dispatcher.Offer(stream);
            orderly = await ReadAsync(stream, identity.Host, requests, both.Token);                      // 3
            dispatcher.Withdraw(stream);
            // The last acks still go out; a worker that does not take them has had its time.
            stream.CompleteOutbound();
            await writing.WaitAsync(LastWords, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            dispatcher.Withdraw(stream);
            stream.End();
            attached.Detach(stream);
            await writing;
            await results.ReturnUnsentAsync(stream);
            // Not awaited: the call is over for the worker, the moment of grace is ours.
            _ = SignOffAsync(stream, orderly);                                                           // 4
        }
    }

    private async Task<IReadOnlyList<(Guid JobId, long ClaimNo)>> ResumeAsync(WorkerStream stream, WorkerHello hello, CancellationToken cancellationToken)
    {
        var named = hello.Held.Take(MaxHeld).Select(static held => (Ids.Job(held.JobId), held.ClaimNo)).ToList();
        var running = named.Count == 0 ? null : await queue.HeartbeatAsync(stream.WorkerId, named, stream.LeaseSeconds, cancellationToken);
        var kept = running is null ? [] : named.Where(claim => running.Contains(claim.Item1)).ToList();
        foreach (var (job, claimNo) in kept)
        {
            // Whether it asked to stream is not known any more; a follower switches the recording on again.
            stream.Hold(job, claimNo, stream: outputs.Find(job)?.Recording ?? true);
        }

        var lost = await upkeep.TakeBackUnnamedAsync(stream.WorkerId, [.. kept.Select(static claim => claim.Item1)], cancellationToken);
        WorkersLog.Attached(logger, stream.WorkerId, kept.Count, lost);
        return kept;
    }

    private CoreMessage WelcomeMessage(WorkerStream stream, IReadOnlyList<(Guid JobId, long ClaimNo)> kept)
    {
        var welcome = new Welcome { WorkerId = stream.WorkerId, CoreVersion = version.Text, LeaseSeconds = stream.LeaseSeconds };
        welcome.Kept.AddRange(kept.Select(static claim => new HeldJob { JobId = claim.JobId.ToString(), ClaimNo = claim.ClaimNo }));
        return new CoreMessage { Welcome = welcome };
    }

    private static async Task WriteAsync(WorkerStream stream, IServerStreamWriter<CoreMessage> responses, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in stream.Outbound.ReadAllAsync(cancellationToken))
            {
                await responses.WriteAsync(message, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or RpcException or IOException or InvalidOperationException)
        {
            // The stream is over; the reading side sees it too and does what follows.
            stream.End();
        }
    }

    /// <summary>Reads until the worker has said all it had to say; true when it closed its side itself.</summary>
    private async Task<bool> ReadAsync(WorkerStream stream, string host, IAsyncStreamReader<WorkerMessage> requests, CancellationToken cancellationToken)
    {
        using var room = new SemaphoreSlim(MaxReportsUnderWay, MaxReportsUnderWay);
        var orderly = false;
        try
        {
            while (await requests.MoveNext(cancellationToken))
            {
                await HandleAsync(stream, host, requests.Current, room, cancellationToken);
            }

            orderly = true;
        }
        catch (Exception exception) when (exception is OperationCanceledException or RpcException or IOException)
        {
            // A lost connection looks like this; what the worker held is dealt with at sign-off.
        }

        // Results that came in are recorded even if the worker is gone: every place taken means none is under way.
        for (var i = 0; i < MaxReportsUnderWay; i++)
        {
            await room.WaitAsync(CancellationToken.None);
        }

        return orderly;
    }

    private async Task HandleAsync(WorkerStream stream, string host, WorkerMessage message, SemaphoreSlim room, CancellationToken cancellationToken)
    {
        switch (message.MessageCase)
        {
            case WorkerMessage.MessageOneofCase.Capacity:
                stream.AddCredit(message.Capacity.ModelJobs, message.Capacity.LightJobs);
                dispatcher.Wake();
                break;
            case WorkerMessage.MessageOneofCase.Heartbeat:
                await HeartbeatAsync(stream, message.Heartbeat, cancellationToken);
                break;
            case WorkerMessage.MessageOneofCase.Deltas:
                TakeOutput(stream, message.Deltas);
                break;
            case WorkerMessage.MessageOneofCase.Results:
                await room.WaitAsync(cancellationToken);
                _ = RecordAsync(stream, message.Results, room);
                break;
            case WorkerMessage.MessageOneofCase.LocalNodes:
                // Not awaited: results do not wait for what is only news about nodes.
                _ = localNodes.TakeAsync(stream.WorkerId, host, stream.Session, message.LocalNodes, stream.Ended);
                break;
            default:
                // A message of a newer worker, or a second hello: nothing to do with it.
                break;
        }
    }

    private async Task HeartbeatAsync(WorkerStream stream, WorkerHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        try
        {
            await registry.SeenAsync([stream.WorkerId], cancellationToken);
            var held = heartbeat.Held.Take(MaxHeld).Select(static job => (JobId: Ids.Job(job.JobId), job.ClaimNo)).ToList();
            if (held.Count == 0)
            {
                return;
            }

            var kept = await queue.HeartbeatAsync(stream.WorkerId, held, stream.LeaseSeconds, cancellationToken);
            foreach (var (job, claimNo) in held.Where(claim => !kept.Contains(claim.JobId)))
            {
                stream.Lose(job, claimNo, LostReasons.LeaseLost);
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            // The database is away: the leases run on as they are, the next heartbeat tries again.
            WorkersLog.StepFailed(logger, stream.WorkerId, "heartbeat", exception.Message);
        }
    }

    private void TakeOutput(WorkerStream stream, TokenDeltas deltas)
    {
        var job = Ids.Job(deltas.JobId);
        if (stream.Holds(job, deltas.ClaimNo, out var recording))
        {
            outputs.Append(
                job, deltas.ClaimNo, deltas.FirstSeq, [.. deltas.Pieces.Select(static piece => new OutputPiece(piece.Response, piece.Thinking))],
                recording, local: true);
        }
    }

    private async Task RecordAsync(WorkerStream stream, JobResults reported, SemaphoreSlim room)
    {
        try
        {
            await results.RecordAsync(stream, reported);
        }
        finally
        {
            room.Release();
        }
    }

    private async Task SignOffAsync(WorkerStream stream, bool orderly)
    {
        try
        {
            var held = stream.Abandon();
            if (orderly && held.Count == 0)
            {
                await registry.DetachAsync(stream.WorkerId, stream.Session, CancellationToken.None);
                await localNodes.ForgetAsync(stream.WorkerId, stream.Session, CancellationToken.None);
                WorkersLog.Left(logger, stream.WorkerId);
                return;
            }

            var grace = Task.Delay(TimeSpan.FromSeconds(options.Value.ReattachSeconds), time, lifetime.ApplicationStopping);
            await MarkEndedAsync(stream);
            await grace;
            await localNodes.ForgetAsync(stream.WorkerId, stream.Session, CancellationToken.None);
            var count = await upkeep.TakeBackFromWorkerAsync(stream.WorkerId, stream.Session, CancellationToken.None);
            if (count > 0)
            {
                WorkersLog.Lost(logger, stream.WorkerId, count);
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidOperationException or OperationCanceledException)
        {
            // Leases bring the jobs back.
            Complain(stream, "sign-off", exception);
        }
    }

    // Failing here only makes another process under the id wait until the worker counts as silent.
    private async Task MarkEndedAsync(WorkerStream stream)
    {
        try
        {
            await registry.StreamEndedAsync(stream.WorkerId, stream.Session, CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            Complain(stream, "noting the end of the stream", exception);
        }
    }

    // Where this Core stops, nothing is amiss: the worker announces what it holds to the next one, or the leases run out.
    private void Complain(WorkerStream stream, string what, Exception exception)
    {
        if (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            WorkersLog.StepFailed(logger, stream.WorkerId, what, exception.Message);
        }
    }
}
