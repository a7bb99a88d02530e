using System.Diagnostics;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Scheduling;

namespace LlmMcp.Core.Metrics;

/// <summary>
/// The parts of a job's trace that happen in Core: how long it was queued, told at its claim, and how its attempt ended. They hang
/// on the span of the submit, whose context is stored with the job; the worker's span hangs there too.
/// </summary>
internal sealed class JobSpans
{
    /// <summary>Name of the source, to subscribe to.</summary>
    public const string SourceName = "LlmMcp.Core";

    private static readonly ActivitySource Source = new(SourceName);

    public JobSpans(JobEvents events, ClaimEvents claims)
    {
        events.AttemptsEnded += OnEnded;
        claims.Delivered += OnDelivered;
    }

    private static void OnEnded(IReadOnlyList<EndedAttempt> attempts)
    {
        if (Source.HasListeners())
        {
            foreach (var attempt in attempts)
            {
                End(attempt);
            }
        }
    }

    private static void End(EndedAttempt attempt)
    {
        using var span = Start($"job ended {attempt.Kind}", attempt.Traceparent, default);
        span?.SetTag("llmmcp.job.id", attempt.JobId.ToString()).SetTag("llmmcp.job.claim_no", attempt.ClaimNo).SetTag("llmmcp.worker.id", attempt.WorkerId);
        if (!attempt.Succeeded)
        {
            span?.SetTag("error.type", attempt.ErrorClass).SetStatus(ActivityStatusCode.Error);
        }
    }

    private static void OnDelivered(IReadOnlyList<ClaimedJob> jobs)
    {
        if (!Source.HasListeners())
        {
            return;
        }

        foreach (var job in jobs)
        {
            using var span = Start($"job queued {job.Kind}", job.Traceparent, new DateTimeOffset(job.QueuedAt));
            span?.SetTag("llmmcp.job.id", job.Id.ToString()).SetTag("llmmcp.job.kind", job.Kind).SetTag("llmmcp.device.id", job.DeviceId)
                .SetTag("llmmcp.job.attempt", job.Attempts).SetEndTime(job.UpdatedAt);
        }
    }

    // A job without a stored context was submitted while nobody listened; its parts would be lonely roots.
    private static Activity? Start(string name, string? traceparent, DateTimeOffset start) =>
        ActivityContext.TryParse(traceparent, null, isRemote: true, out var parent)
            ? Source.StartActivity(name, ActivityKind.Internal, parent, startTime: start)
            : null;
}
