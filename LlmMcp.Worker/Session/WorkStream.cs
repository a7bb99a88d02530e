using Grpc.Core;
using LlmMcp.Contracts.V1;
using LlmMcp.Worker.Claims;
using LlmMcp.Worker.LocalNodes;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Worker.Session;

/// <summary>One stream to Core, from hello until it breaks: a receiver and a single sender around the ledger.</summary>
internal sealed class WorkStream(
    WorkerProfile profile, CoreConnection core, ClaimLedger ledger, ClaimIntake intake, LocalNodeSurvey survey, TimeProvider time, ILogger log)
{
    /// <summary>How long Core may take to answer hello.</summary>
    private static readonly TimeSpan WelcomeLimit = TimeSpan.FromSeconds(15);

    /// <summary>How long Core may take to hang up after the worker has said its last word.</summary>
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(1);

    private WorkerMessage? _localNodes;

    /// <summary>Runs the stream. It returns when either side ends it and throws when it breaks.</summary>
    /// <param name="welcomed">Called when Core has answered.</param>
    /// <param name="leaving">Ends the session from our side.</param>
    /// <exception cref="RpcException">The stream broke or never came about.</exception>
    public async Task RunAsync(Action<Welcome> welcomed, CancellationToken leaving)
    {
        using var ends = new CancellationTokenSource();
        using var call = core.Client.Work(cancellationToken: ends.Token);
        var welcome = await GreetAsync(call, leaving);
        welcomed(welcome);

        var sending = SendAsync(call, welcome, leaving, ends.Token);
        var receiving = ReceiveAsync(call, ends.Token);
        var surveying = SurveyAsync(ends.Token);
        try
        {
            // Whichever ends first ends the stream: a sender whose writes fail or who leaves, a receiver that sees Core hang up.
            await await Task.WhenAny(sending, receiving);
            if (leaving.IsCancellationRequested)
            {
                await receiving.WaitAsync(GoodbyeLimit, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            await ends.CancelAsync();
            await Task.WhenAll(sending, receiving, surveying).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Welcome> GreetAsync(AsyncDuplexStreamingCall<WorkerMessage, CoreMessage> call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(WelcomeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var (held, capacity) = ledger.Open();
        if (!await SayAsync(call, new WorkerMessage { Hello = profile.Hello(held, capacity) }, either.Token)
            || !await call.ResponseStream.MoveNext(either.Token) || call.ResponseStream.Current.Welcome is not { } welcome)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "Core did not answer hello with welcome."));
        }

        Stop(ledger.Keep(welcome.Kept.Select(ClaimKey.Of).ToHashSet()), "not kept by Core");
        return welcome;
    }

    private async Task SendAsync(AsyncDuplexStreamingCall<WorkerMessage, CoreMessage> call, Welcome welcome, CancellationToken leaving, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(leaving, cancellationToken);
        var third = TimeSpan.FromSeconds(welcome.LeaseSeconds > 0 ? welcome.LeaseSeconds : profile.LeaseSeconds) / 3;
        using var heartbeat = time.CreateTimer(_ => ledger.Beat(), null, third, third);
        using var output = time.CreateTimer(_ => ledger.Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (!leaving.IsCancellationRequested)
        {
            var outgoing = ledger.Collect();
            var found = Interlocked.Exchange(ref _localNodes, null);
            foreach (var message in found is null ? outgoing.Messages : [.. outgoing.Messages, found])
            {
                if (!await SayAsync(call, message, cancellationToken))
                {
                    return;
                }
            }

            if (outgoing.Messages.Count == 0)
            {
                output.Change(outgoing.NextOutput ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                await ledger.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        await call.RequestStream.CompleteAsync();
    }

    /// <summary>Writes a message; false when Core has hung up in good order, which the receiver sees too.</summary>
    private static async Task<bool> SayAsync(AsyncDuplexStreamingCall<WorkerMessage, CoreMessage> call, WorkerMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await call.RequestStream.WriteAsync(message, cancellationToken);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Tells Core now and then about the model servers only we can ask.</summary>
    private async Task SurveyAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (await survey.AskAsync(cancellationToken) is { } found)
            {
                Interlocked.Exchange(ref _localNodes, found);
                ledger.Wake();
            }

            await Task.Delay(LocalNodeSurvey.Interval, time, cancellationToken);
        }
    }

    private async Task ReceiveAsync(AsyncDuplexStreamingCall<WorkerMessage, CoreMessage> call, CancellationToken cancellationToken)
    {
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            var message = call.ResponseStream.Current;
            switch (message.MessageCase)
            {
                case CoreMessage.MessageOneofCase.Jobs:
                    intake.Take(message.Jobs);
                    break;
                case CoreMessage.MessageOneofCase.Acks:
                    ledger.Acknowledge(message.Acks.Acks.Select(ack => new ClaimKey(ack.JobId, ack.ClaimNo)));
                    break;
                case CoreMessage.MessageOneofCase.Lost:
                    Stop(ledger.Lose(message.Lost.Claims.Select(ClaimKey.Of)), message.Lost.Reason);
                    break;
                default:
                    // A newer Core may say more than this worker understands.
                    break;
            }
        }
    }

    private void Stop(IReadOnlyList<HeldClaim> lost, string reason)
    {
        if (lost.Count == 0)
        {
            return;
        }

        SessionLog.ClaimsLost(log, profile.WorkerId, lost.Count, reason);
        foreach (var claim in lost)
        {
            // On other threads: what an executor registered must not hold up the receiver.
            _ = claim.Stop?.CancelAsync();
        }
    }
}
