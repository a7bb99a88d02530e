using LlmMcp.Contracts;
using Microsoft.Extensions.Logging;

namespace LlmMcp.Worker.Execution;

/// <summary>Runs one attempt within its time and turns whatever happens into an outcome.</summary>
internal sealed class AttemptRunner(TimeProvider time, ILogger<AttemptRunner> log)
{
    /// <exception cref="OperationCanceledException">The caller's token was canceled: nobody wants an outcome any more.</exception>
    public async Task<JobOutcome> RunAsync(IJobExecutor executor, JobAssignment job, IDeltaSink deltas, CancellationToken cancellationToken)
    {
        var limit = AttemptTimeouts.For(job);
        var clock = new AttemptClock(deltas, time);
        using var activity = WorkerTelemetry.StartAttempt(job);
        using var call = ModelCallTelemetry.Start(job);
        using var timeout = new CancellationTokenSource(limit, time);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var outcome = await executor.ExecuteAsync(job, clock, attempt.Token);
            call?.End(outcome);
            return outcome;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception) when (timeout.IsCancellationRequested)
        {
            // A call that is cut off fails in many ways; the reason is the same one.
            return Fail(ErrorClass.Timeout, $"the attempt took longer than {limit.TotalSeconds:0.###} s");
        }
        catch (AttemptFailedException failure)
        {
            return Fail(failure.ErrorClass, failure.Message, failure.RetryAfter);
        }
        catch (Exception defect)
        {
            // The outermost ring of an attempt: a defect of an executor fails its job, never the worker.
            AttemptLog.ExecutorThrew(log, defect, job.JobId, job.Kind);
            return Fail(ErrorClass.Internal, $"{defect.GetType().Name}: {defect.Message}");
        }

        JobOutcome.Failed Fail(string errorClass, string error, TimeSpan? retryAfter = null)
        {
            activity?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, errorClass);
            var failure = new JobOutcome.Failed(error, errorClass, retryAfter, clock.FailureMetrics());
            call?.End(failure);
            return failure;
        }
    }
}
