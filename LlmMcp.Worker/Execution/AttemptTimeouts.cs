using LlmMcp.Contracts;

namespace LlmMcp.Worker.Execution;

/// <summary>How long one attempt may take when the assignment does not say.</summary>
internal static class AttemptTimeouts
{
    public static TimeSpan For(JobAssignment job) => job.Timeout > TimeSpan.Zero ? job.Timeout : For(job.Kind);

    private static TimeSpan For(string kind) => kind switch
    {
        JobKinds.OpenAiChat or JobKinds.OpenRouterChat => TimeSpan.FromSeconds(120),
        _ when JobKinds.IsEmbedding(kind) => TimeSpan.FromSeconds(60),
        _ => TimeSpan.FromSeconds(300),
    };
}
