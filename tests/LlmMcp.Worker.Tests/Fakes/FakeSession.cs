using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using LlmMcp.Contracts;
using LlmMcp.Contracts.V1;

namespace LlmMcp.Worker.Tests.Fakes;

/// <summary>One session as Core sees it. Messages wait in order until the test asks for them.</summary>
internal sealed class FakeSession(WorkerHello hello, IServerStreamWriter<CoreMessage> responses, string? apiKey)
{
    private readonly Channel<WorkerMessage> _messages = Channel.CreateUnbounded<WorkerMessage>();
    private readonly TaskCompletionSource _hungUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource? _stalled;

    public WorkerHello Hello => hello;

    public string? ApiKey => apiKey;

    /// <summary>Completes when the worker has closed its side.</summary>
    public Task Ended => _ended.Task;

    public async Task ServeAsync(IAsyncStreamReader<WorkerMessage> requests)
    {
        var reading = ReadAsync(requests);
        if (await Task.WhenAny(reading, _hungUp.Task) == _hungUp.Task)
        {
            _messages.Writer.TryComplete();
            throw new RpcException(new Status(StatusCode.Unavailable, "the test hung up"));
        }

        await reading;
    }

    /// <summary>Ends the session as a dying Core would.</summary>
    public void HangUp() => _hungUp.TrySetResult();

    /// <summary>Stops reading until the returned action is called, so that the worker's writes come to a halt.</summary>
    public Action Stall()
    {
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stalled = stalled;
        return () =>
        {
            _stalled = null;
            stalled.SetResult();
        };
    }

    public Task WelcomeAsync(int leaseSeconds = 60, params HeldJob[] kept)
    {
        var welcome = new Welcome { WorkerId = hello.Worker.Id, CoreVersion = "test", LeaseSeconds = leaseSeconds };
        welcome.Kept.AddRange(kept);
        return responses.WriteAsync(new CoreMessage { Welcome = welcome });
    }

    public Task AssignAsync(params ClaimedJob[] jobs)
    {
        var message = new ClaimedJobs();
        message.Jobs.AddRange(jobs);
        return responses.WriteAsync(new CoreMessage { Jobs = message });
    }

    public Task AcknowledgeAsync(params JobResult[] results)
    {
        var acks = new ResultAcks();
        acks.Acks.AddRange(results.Select(result => new ResultAck { JobId = result.JobId, ClaimNo = result.ClaimNo, Ok = true }));
        return responses.WriteAsync(new CoreMessage { Acks = acks });
    }

    public Task LoseAsync(params HeldJob[] claims)
    {
        var lost = new LostClaims { Reason = "lease_lost" };
        lost.Claims.AddRange(claims);
        return responses.WriteAsync(new CoreMessage { Lost = lost });
    }

    /// <summary>The next message of any sort.</summary>
    public async Task<WorkerMessage> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _messages.Reader.ReadAsync(limit.Token);
    }

    /// <summary>The next message of one sort; others on the way are dropped.</summary>
    public async Task<WorkerMessage> NextAsync(WorkerMessage.MessageOneofCase sort)
    {
        while (true)
        {
            if (await NextAsync() is var message && message.MessageCase == sort)
            {
                return message;
            }
        }
    }

    /// <summary>The next results, however many messages they take.</summary>
    public async Task<List<JobResult>> ResultsAsync(int count)
    {
        List<JobResult> results = [];
        while (results.Count < count)
        {
            results.AddRange((await NextAsync(WorkerMessage.MessageOneofCase.Results)).Results.Results);
        }

        Assert.Equal(count, results.Count);
        return results;
    }

    public static ClaimedJob Job(string id, string kind = JobKinds.Echo, string payload = "{}", long claimNo = 1) => new()
    {
        JobId = id, ClaimNo = claimNo, Kind = kind, PayloadJson = ByteString.CopyFromUtf8(payload), Attempt = 1, MaxAttempts = 3, TimeoutSeconds = 60,
    };

    private async Task ReadAsync(IAsyncStreamReader<WorkerMessage> requests)
    {
        try
        {
            while (await requests.MoveNext(default))
            {
                if (_stalled is { } stalled)
                {
                    await stalled.Task;
                }

                _messages.Writer.TryWrite(requests.Current);
            }
        }
        finally
        {
            _messages.Writer.TryComplete();
            _ended.TrySetResult();
        }
    }
}
