namespace LlmMcp.Core.Jobs;

/// <summary>Writes the output of running jobs where other Cores can read it.</summary>
internal interface IOutputRecorder
{
    /// <summary>Records what is still only in memory of these jobs, if anybody follows them.</summary>
    Task RecordNowAsync(IReadOnlyList<AttemptEnd> jobs, CancellationToken cancellationToken);
}
