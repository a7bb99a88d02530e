using LlmMcp.Contracts;

namespace LlmMcp.Worker.Execution;

/// <summary>How long one attempt may take.</summary>
internal static class AttemptTimeouts
{
    /// <summary>What the assignment says, else its kind's limit.</summary>
    public static TimeSpan For(JobAssignment job) => job.Timeout > TimeSpan.Zero ? job.Timeout : KindTimeouts.Of(job.Kind);
}
