using Grpc.Core;
using LlmMcp.Worker.Claims;
using LlmMcp.Worker.LocalNodes;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Worker.Session;

/// <summary>
/// A worker's life: connects to Core for ever, works, and on a stop signal drains. The ledger outlives its streams, so a Core
/// that restarts finds everything as it was.
/// </summary>
/// <remarks>
/// If the process dies on any line here, Core sees the stream end and returns the jobs; nothing is kept on disk but the id.
/// </remarks>
internal sealed class WorkerSession(
    WorkerProfile profile, CoreConnection core, ClaimLedger ledger, ClaimIntake intake, Func<LocalNodeSurvey> survey, TimeSpan grace, TimeProvider time,
    ILogger<WorkerSession> log)
{
    /// <summary>How long the last results may wait for their acknowledgement at shutdown.</summary>
    private static readonly TimeSpan LastAcks = TimeSpan.FromSeconds(2);

    private volatile SessionPhase _phase = SessionPhase.Connecting;

    public WorkerStatus Status => new(profile.WorkerId, _phase, ledger.Counts.Held, ledger.Counts.Running, profile.Kinds.Names);

    /// <summary>Works until the token is canceled and then drains; returns when everything is finished or given back.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var end = new CancellationTokenSource();
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // Within the signal itself: a job that arrives a moment later must already find the worker draining.
        await using var registration = stopping.Register(() =>
        {
            ledger.Drain();
            _phase = SessionPhase.Draining;
            stopped.SetResult();
        });
        var connecting = StayConnectedAsync(end.Token);
        if (await Task.WhenAny(stopped.Task, connecting) == stopped.Task)
        {
            await DrainAsync();
        }

        await end.CancelAsync();
        await connecting;
        _phase = SessionPhase.Stopped;
    }

    private async Task StayConnectedAsync(CancellationToken cancellationToken)
    {
        var backoff = new ReconnectBackoff(Random.Shared.NextDouble);
        var announced = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            string reason;
            try
            {
                await new WorkStream(profile, core, ledger, intake, survey(), time, log).RunAsync(welcome =>
                {
                    (_phase, announced) = (ledger.IsDraining ? SessionPhase.Draining : SessionPhase.Working, false);
                    backoff.Reset();
                    SessionLog.Connected(log, profile.WorkerId, welcome.CoreVersion, core.Address, welcome.Kept.Count);
                }, cancellationToken);
                reason = "Core ended the session";
            }
            catch (RpcException broken)
            {
                // A part of sentences that have a full stop of their own.
                reason = $"{broken.StatusCode}: {broken.Status.Detail}".TrimEnd('.');
                if (broken.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied && !announced)
                {
                    SessionLog.Refused(log, profile.WorkerId, reason);
                }
                else if (broken.StatusCode is StatusCode.AlreadyExists && !announced)
                {
                    SessionLog.IdInUse(log, profile.WorkerId, reason);
                }
            }
            catch (OperationCanceledException)
            {
                // Either the end, seen by the loop, or a Core that did not answer hello in time.
                reason = "no answer";
            }

            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            _phase = ledger.IsDraining ? SessionPhase.Draining : SessionPhase.Connecting;
            Announce(reason, ref announced);
            await Task.Delay(backoff.Next(), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One warning for one outage, however many tries it takes.</summary>
    private void Announce(string reason, ref bool announced)
    {
        if (announced)
        {
            SessionLog.StillDisconnected(log, profile.WorkerId, reason);
        }
        else
        {
            SessionLog.Disconnected(log, profile.WorkerId, core.Address, reason);
            announced = true;
        }
    }

    private async Task DrainAsync()
    {
        // 1. No more credit since the signal; what still arrives goes straight back.
        SessionLog.Draining(log, profile.WorkerId, ledger.Counts.Running, grace);

        // 2. Running jobs may finish within the grace.
        await WithinAsync(grace, counts => counts.Running == 0);

        // 3. What still runs is given back, and its calls are stopped.
        var released = ledger.ReleaseRunning();
        foreach (var claim in released)
        {
            _ = claim.Stop?.CancelAsync();
        }

        // 4. Core records the last results.
        await WithinAsync(LastAcks, counts => counts.Held == 0);
        SessionLog.Stopped(log, profile.WorkerId, released.Count, ledger.Counts.Held);
    }

    private async Task WithinAsync(TimeSpan limit, Func<ClaimCounts, bool> condition)
    {
        using var expired = new CancellationTokenSource(limit, time);
        await ledger.WhenAsync(condition, expired.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
