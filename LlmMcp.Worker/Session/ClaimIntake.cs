using LlmMcp.Contracts;
using LlmMcp.Contracts.V1;
using LlmMcp.Worker.Claims;
using LlmMcp.Worker.Execution;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Worker.Session;

/// <summary>
/// Takes in the jobs of one message: inline ones are run on the spot, so that a batch of them is answered with one message;
/// the others are started. While the worker drains, everything goes straight back.
/// </summary>
internal sealed class ClaimIntake(string workerId, ClaimLedger ledger, JobExecutors executors, AttemptRunner runner, ILogger<ClaimIntake> log)
{
    public void Take(ClaimedJobs message)
    {
        var draining = ledger.IsDraining;
        List<HeldClaim> arrived = new(message.Jobs.Count);
        Dictionary<HeldClaim, (IJobExecutor Executor, JobAssignment Job)> toStart = [];
        foreach (var job in message.Jobs)
        {
            var key = new ClaimKey(job.JobId, job.ClaimNo);
            var executor = executors.Find(job.Kind);
            if (draining)
            {
                arrived.Add(Finished(key, job.Kind, ResultMessage.Released(key)));
            }
            else if (Refuse(job, executor) is { } refusal)
            {
                arrived.Add(Finished(key, job.Kind, ResultMessage.Of(key, refusal)));
            }
            else if (executor is IInlineJobExecutor inline)
            {
                arrived.Add(Finished(key, job.Kind, ResultMessage.Of(key, RunInline(inline, Assignment(job)))));
            }
            else
            {
                var claim = new HeldClaim(key, JobKinds.CallsModel(job.Kind)) { Deltas = new DeltaBuffer(), Stop = new CancellationTokenSource() };
                arrived.Add(claim);
                toStart[claim] = (executor!, Assignment(job));
            }
        }

        foreach (var claim in ledger.Add(arrived))
        {
            if (toStart.TryGetValue(claim, out var start))
            {
                _ = Task.Run(() => RunAsync(claim, start.Executor, start.Job));
            }
        }
    }

    private async Task RunAsync(HeldClaim claim, IJobExecutor executor, JobAssignment job)
    {
        try
        {
            var outcome = await runner.RunAsync(executor, job, new LedgerSink(ledger, claim), claim.Stop!.Token);
            ledger.Finish(claim, ResultMessage.Of(claim.Key, outcome));
        }
        catch (OperationCanceledException) when (claim.Stop!.IsCancellationRequested)
        {
            // Lost or given back: the ledger has settled it already.
            SessionLog.AttemptStopped(log, claim.Key.JobId, claim.Key.ClaimNo);
        }
    }

    private JobOutcome RunInline(IInlineJobExecutor executor, JobAssignment job)
    {
        try
        {
            return executor.Execute(job);
        }
        catch (Exception defect)
        {
            // As in AttemptRunner: a defect of an executor fails its job, never the session.
            AttemptLog.ExecutorThrew(log, defect, job.JobId, job.Kind);
            return new JobOutcome.Failed($"{defect.GetType().Name}: {defect.Message}", ErrorClass.Internal);
        }
    }

    private static JobOutcome.Failed? Refuse(ClaimedJob job, IJobExecutor? executor) => executor is null
        ? new JobOutcome.Failed($"this worker has no executor for kind '{job.Kind}'", ErrorClass.NotConfigured)
        : job.Device is { BaseUrl.Length: > 0 } device && NodeAddress.Parse(device.BaseUrl) is null
            ? new JobOutcome.Failed($"the address of device '{job.DeviceId}' is not an http URL", ErrorClass.NotConfigured)
            : null;

    private static HeldClaim Finished(ClaimKey key, string kind, JobResult result) => new(key, JobKinds.CallsModel(kind)) { Result = result };

    private JobAssignment Assignment(ClaimedJob job) => new()
    {
        JobId = job.JobId,
        ClaimNo = job.ClaimNo,
        Kind = job.Kind,
        Payload = job.PayloadJson.Memory,
        WorkerId = workerId,
        Timeout = TimeSpan.FromSeconds(job.TimeoutSeconds),
        DeviceId = job.DeviceId,
        Device = job.Device is { BaseUrl.Length: > 0 } device ? NodeAddress.Parse(device.BaseUrl, device.HostHeader) : null,
        TraceParent = job.Traceparent,
    };

    /// <summary>The way of an attempt's output into the ledger.</summary>
    private sealed class LedgerSink(ClaimLedger ledger, HeldClaim claim) : IDeltaSink
    {
        public void AnswerBegan()
        {
            // Core learns of the first token with the first piece of output, or from the metrics.
        }

        public void Write(string response, string thinking) => ledger.Write(claim, response, thinking);
    }
}
