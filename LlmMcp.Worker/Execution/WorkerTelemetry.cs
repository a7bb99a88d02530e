using System.Diagnostics;

namespace LlmMcp.Worker.Execution;

/// <summary>The worker's spans and measurements.</summary>
public static class WorkerTelemetry
{
    /// <summary>Name of the <see cref="ActivitySource"/>, to subscribe to.</summary>
    public const string SourceName = "LlmMcp.Worker";

    /// <summary>Name of the meter, to subscribe to.</summary>
    public const string MeterName = "LlmMcp.Worker";

    internal static readonly ActivitySource Source = new(SourceName);

    /// <summary>Starts the span of one attempt under the submitter's, so that submit, claim and execution are one trace.</summary>
    internal static Activity? StartAttempt(JobAssignment job)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        _ = ActivityContext.TryParse(job.TraceParent, null, isRemote: true, out var parent);
        var activity = Source.StartActivity($"job {job.Kind}", ActivityKind.Consumer, parent);
        activity?.SetTag("llmmcp.job.id", job.JobId);
        activity?.SetTag("llmmcp.job.kind", job.Kind);
        activity?.SetTag("llmmcp.device.id", job.DeviceId);
        return activity;
    }
}
