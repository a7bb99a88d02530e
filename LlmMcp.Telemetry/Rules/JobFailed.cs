using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Texts;

namespace LlmMcp.Telemetry.Rules;

/// <summary>A job failed as often as it is worth telling. Core names only those.</summary>
internal sealed class JobFailed : IRule
{
    private const int LongestError = 80;

    public string Name => "job_failed";

    public Family Family => Family.Jobs;

    public bool IsEvent => true;

    public IEnumerable<Finding> See(Look look, AlertSettings settings) => look.Failures.Select(static job => new Finding(
        job.Id.ToString(), job.Kind, $"Job failed: {job.Kind} ({job.Attempts}/{job.MaxAttempts}) - {Words.Cut(Words.OneLine(job.Error), LongestError)}"));

    public string? Over(string key, string subject, TimeSpan lasted, Look look) => null;
}
