using LlmMcp.Client;

namespace LlmMcp.McpBridge.Tools.Jobs;

/// <summary>How a job stands, in a few words for people: in the progress of a call and in the message of a task.</summary>
internal static class JobStanding
{
    /// <summary>Where it waits or runs; its status where that says it all.</summary>
    public static string Of(Job job) => job.Status switch
    {
        JobStatus.Queued => Waiting(job.Raw.Whole("queue_position"), job.Raw.Number("eta_seconds")),
        JobStatus.Running => job.DeviceId is { } device ? $"running on {device}" : "running",
        var other => other,
    };

    /// <summary>Its place in line.</summary>
    public static string Waiting(long? position, double? eta) =>
        "queued" + (position is { } before ? $", {before} before it" : "") + (eta is { } seconds ? $", answer in about {seconds:0} s" : "");
}
