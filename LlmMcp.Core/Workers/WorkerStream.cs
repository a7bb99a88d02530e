using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf;
using LlmMcp.Contracts.V1;
using LlmMcp.Core.Scheduling;
using ClaimedJob = LlmMcp.Core.Scheduling.ClaimedJob;

namespace LlmMcp.Core.Workers;

/// <summary>
/// One attached worker as the scheduler and the queue see it: what it may still take, what it holds, what is on its way to it.
/// Any thread may call; one loop (<see cref="WorkDesk"/>) writes what is outbound.
/// </summary>
internal sealed class WorkerStream : IWorkOffer
{
    // Credits bound the jobs on their way; acks and notices are small. A worker that lets this fill up does not read at all.
    private const int MaxOutbound = 4096;

    // A payload is at most as large as a request body; a message holds one such payload or many small ones.
    private const int MaxMessageBytes = 2 * 1024 * 1024;

    private readonly ConcurrentDictionary<Guid, (long ClaimNo, bool Stream)> held = new();
    private readonly Channel<CoreMessage> outbound = Channel.CreateBounded<CoreMessage>(new BoundedChannelOptions(MaxOutbound) { SingleReader = true });
    private readonly AttachedWorkers attached;
    private readonly IDeviceSource devices;
    private readonly HashSet<string> kinds;
    private readonly CancellationTokenSource ended = new();
    private int modelCredit;
    private int lightCredit;

    public WorkerStream(string workerId, IEnumerable<string> kinds, int leaseSeconds, AttachedWorkers attached, IDeviceSource devices)
    {
        (WorkerId, LeaseSeconds, this.attached, this.devices) = (workerId, leaseSeconds, attached, devices);
        this.kinds = [.. kinds];
    }

    /// <summary>Names this stream in the worker's row.</summary>
    public Guid Session { get; } = Guid.CreateVersion7();

    public string WorkerId { get; }

    public int LeaseSeconds { get; }

    public bool AnswersAtOnce => false;

    /// <summary>What waits to be written to the worker.</summary>
    public ChannelReader<CoreMessage> Outbound => outbound.Reader;

    /// <summary>Fires when the stream is to be ended from here.</summary>
    public CancellationToken Ended => ended.Token;

    public Appetite? Appetite
    {
        get
        {
            var (model, light) = (Volatile.Read(ref modelCredit), Volatile.Read(ref lightCredit));
            return (model > 0 || light > 0) && !ended.IsCancellationRequested ? new Appetite(kinds, model, light) : null;
        }
    }

    /// <summary>The worker can take this many more.</summary>
    public void AddCredit(int modelJobs, int lightJobs)
    {
        Interlocked.Add(ref modelCredit, Math.Clamp(modelJobs, 0, 10_000));
        Interlocked.Add(ref lightCredit, Math.Clamp(lightJobs, 0, 100_000));
    }

    public bool Deliver(IReadOnlyList<ClaimedJob> jobs)
    {
        foreach (var job in jobs)
        {
            Hold(job.Id, job.ClaimNo, job.Stream);
            Interlocked.Decrement(ref job.DeviceId is null ? ref lightCredit : ref modelCredit);
        }

        if (Pack(jobs).All(message => Send(new CoreMessage { Jobs = message })))
        {
            return true;
        }

        foreach (var job in jobs)
        {
            Forget(job.Id, job.ClaimNo);
        }

        return false;
    }

    public void NothingNow()
    {
        // It waits; the next round asks again.
    }

    /// <summary>The worker holds the claim: named at the start of the session, or just delivered.</summary>
    public void Hold(Guid job, long claimNo, bool stream)
    {
        held[job] = (claimNo, stream);
        attached.Hold(this, job, claimNo);
    }

    /// <summary>Somebody follows the claim: its output is recorded from now on.</summary>
    public void Record(Guid job, long claimNo) => held.TryUpdate(job, (claimNo, true), (claimNo, false));

    /// <summary>The worker reported the end of the claim. False when it did not hold it.</summary>
    public bool Forget(Guid job, long claimNo)
    {
        attached.Release(this, job, claimNo);
        return held.TryGetValue(job, out var claim) && claim.ClaimNo == claimNo && held.TryRemove(KeyValuePair.Create(job, claim));
    }

    /// <summary>True while the worker holds the claim; <paramref name="stream"/> tells whether the job asked to stream.</summary>
    public bool Holds(Guid job, long claimNo, out bool stream)
    {
        var holds = held.TryGetValue(job, out var claim) && claim.ClaimNo == claimNo;
        stream = claim.Stream;
        return holds;
    }

    /// <summary>The claim is no longer the worker's: it is told to stop.</summary>
    public void Lose(Guid job, long claimNo, string reason)
    {
        if (Forget(job, claimNo))
        {
            var lost = new LostClaims { Reason = reason };
            lost.Claims.Add(new HeldJob { JobId = job.ToString(), ClaimNo = claimNo });
            Send(new CoreMessage { Lost = lost });
        }
    }

    /// <summary>Puts a message on its way; a worker that does not read loses its stream. False when nothing is sent any more.</summary>
    public bool Send(CoreMessage message)
    {
        if (outbound.Writer.TryWrite(message))
        {
            return true;
        }

        End();
        return false;
    }

    /// <summary>Nothing more will be sent; what is on its way still is.</summary>
    public void CompleteOutbound() => outbound.Writer.TryComplete();

    /// <summary>Ends the stream from here, at once.</summary>
    public void End()
    {
        outbound.Writer.TryComplete();
        ended.Cancel();
    }

    /// <summary>Nothing is held any longer as far as this stream goes; what was held is answered.</summary>
    public IReadOnlyList<Guid> Abandon()
    {
        outbound.Writer.TryComplete();
        var jobs = held.ToArray();
        foreach (var (job, claim) in jobs)
        {
            Forget(job, claim.ClaimNo);
        }

        return [.. jobs.Select(static pair => pair.Key)];
    }

    /// <summary>As few messages as hold the jobs without growing beyond what a receiver takes.</summary>
    private IEnumerable<ClaimedJobs> Pack(IReadOnlyList<ClaimedJob> jobs)
    {
        var message = new ClaimedJobs();
        var bytes = 0;
        foreach (var job in jobs)
        {
            if (message.Jobs.Count > 0 && bytes + job.Payload.Length > MaxMessageBytes)
            {
                yield return message;
                (message, bytes) = (new ClaimedJobs(), 0);
            }

            message.Jobs.Add(ToMessage(job));
            bytes += job.Payload.Length;
        }

        yield return message;
    }

    private Contracts.V1.ClaimedJob ToMessage(ClaimedJob job)
    {
        var message = new Contracts.V1.ClaimedJob
        {
            JobId = job.Id.ToString(),
            ClaimNo = job.ClaimNo,
            Kind = job.Kind,
            PayloadJson = UnsafeByteOperations.UnsafeWrap(job.Payload),
            Attempt = job.Attempts,
            MaxAttempts = job.MaxAttempts,
            TimeoutSeconds = job.AttemptSeconds ?? 0,
            DeviceId = job.DeviceId ?? "",
            Traceparent = job.Traceparent ?? "",
            DeadlineAt = job.DeadlineAt is { } deadline ? WireTime.Seconds(deadline) : "",
        };
        if (job.DeviceId is { } device && devices.Find(device) is { } endpoint)
        {
            message.Device = new DeviceAddress { BaseUrl = endpoint.BaseUrl, HostHeader = endpoint.HostHeader };
        }

        return message;
    }
}
