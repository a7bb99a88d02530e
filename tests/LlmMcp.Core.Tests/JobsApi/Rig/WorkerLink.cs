using Google.Protobuf;
using Grpc.Core;
using LlmMcp.Contracts.V1;

namespace LlmMcp.Core.Tests.JobsApi.Rig;

/// <summary>A worker's session, spoken by hand.</summary>
internal sealed class WorkerLink(Contracts.V1.Core.CoreClient client) : IAsyncDisposable
{
    private readonly AsyncDuplexStreamingCall<WorkerMessage, CoreMessage> call = client.Work();
    private readonly Queue<CoreMessage> passedOver = new();

    /// <summary>Says hello and waits for the welcome.</summary>
    public async Task<Welcome> HelloAsync(
        string id = "w1", int light = 0, int model = 0, string[]? kinds = null, int leaseSeconds = 60, IEnumerable<HeldJob>? held = null, string instance = "")
    {
        var hello = new WorkerHello
        {
            Worker = new WorkerInfo { Id = id, Name = id },
            LeaseSeconds = leaseSeconds,
            Capacity = new WorkerCapacity { LightJobs = light, ModelJobs = model },
            Version = "9",
            Instance = instance,
        };
        hello.Kinds.AddRange(kinds ?? ["echo"]);
        hello.Held.AddRange(held ?? []);
        await SendAsync(new WorkerMessage { Hello = hello });
        return (await NextAsync(CoreMessage.MessageOneofCase.Welcome)).Welcome;
    }

    public Task SendAsync(WorkerMessage message) => call.RequestStream.WriteAsync(message);

    /// <summary>Sends what the Core refuses; answers how the session ended, which the sending itself may already learn.</summary>
    public async Task<StatusCode> SendLastAsync(WorkerMessage message)
    {
        try
        {
            await SendAsync(message);
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }

        return await DrainAsync();
    }

    public Task GrantAsync(int light, int model = 0) =>
        SendAsync(new WorkerMessage { Capacity = new WorkerCapacity { LightJobs = light, ModelJobs = model } });

    public Task HeartbeatAsync(params HeldJob[] held)
    {
        var heartbeat = new WorkerHeartbeat();
        heartbeat.Held.AddRange(held);
        return SendAsync(new WorkerMessage { Heartbeat = heartbeat });
    }

    public Task DeltasAsync(ClaimedJob job, long first, params string[] pieces)
    {
        var deltas = new TokenDeltas { JobId = job.JobId, ClaimNo = job.ClaimNo, FirstSeq = first };
        deltas.Pieces.AddRange(pieces.Select(static piece => new TokenDelta { Response = piece }));
        return SendAsync(new WorkerMessage { Deltas = deltas });
    }

    public Task DoneAsync(ClaimedJob job, string result = """{"ok":true}""") => ReportAsync(
        new JobResult { JobId = job.JobId, ClaimNo = job.ClaimNo, Done = new JobDone { ResultJson = ByteString.CopyFromUtf8(result) } });

    public Task ReportAsync(params JobResult[] results)
    {
        var message = new JobResults();
        message.Results.AddRange(results);
        return SendAsync(new WorkerMessage { Results = message });
    }

    /// <summary>Jobs until there are as many as expected.</summary>
    public async Task<List<ClaimedJob>> JobsAsync(int count)
    {
        var jobs = new List<ClaimedJob>();
        while (jobs.Count < count)
        {
            jobs.AddRange((await NextAsync(CoreMessage.MessageOneofCase.Jobs)).Jobs.Jobs);
        }

        Assert.Equal(count, jobs.Count);
        return jobs;
    }

    public async Task<ClaimedJob> JobAsync() => (await JobsAsync(1))[0];

    public async Task<List<ResultAck>> AcksAsync(int count)
    {
        var acks = new List<ResultAck>();
        while (acks.Count < count)
        {
            acks.AddRange((await NextAsync(CoreMessage.MessageOneofCase.Acks)).Acks.Acks);
        }

        return acks;
    }

    /// <summary>The next message of a sort; others are kept for whoever asks for them.</summary>
    public async Task<CoreMessage> NextAsync(CoreMessage.MessageOneofCase sort)
    {
        for (var i = passedOver.Count; i > 0; i--)
        {
            var message = passedOver.Dequeue();
            if (message.MessageCase == sort)
            {
                return message;
            }

            passedOver.Enqueue(message);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await call.ResponseStream.MoveNext(patience.Token))
        {
            if (call.ResponseStream.Current.MessageCase == sort)
            {
                return call.ResponseStream.Current;
            }

            passedOver.Enqueue(call.ResponseStream.Current);
        }

        throw new InvalidOperationException($"The session ended without {sort}.");
    }

    /// <summary>Closes in good order and waits for the end.</summary>
    public async Task CloseAsync()
    {
        await call.RequestStream.CompleteAsync();
        await DrainAsync();
    }

    /// <summary>Reads until the session is over; answers how it ended.</summary>
    public async Task<StatusCode> DrainAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            while (await call.ResponseStream.MoveNext(patience.Token))
            {
                passedOver.Enqueue(call.ResponseStream.Current);
            }

            return call.GetStatus().StatusCode;
        }
        catch (RpcException exception)
        {
            return exception.StatusCode;
        }
    }

    /// <summary>Drops the connection without a word.</summary>
    public void Cut() => call.Dispose();

    public ValueTask DisposeAsync()
    {
        call.Dispose();
        return ValueTask.CompletedTask;
    }

    public static HeldJob Held(ClaimedJob job) => new() { JobId = job.JobId, ClaimNo = job.ClaimNo };
}
