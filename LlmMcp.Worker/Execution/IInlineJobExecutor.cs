namespace LlmMcp.Worker.Execution;

/// <summary>
/// An executor whose work is so short that it runs on the thread that received the job: no task, no timeout, no heartbeat.
/// It must neither block nor throw.
/// </summary>
public interface IInlineJobExecutor : IJobExecutor
{
    /// <summary>Runs one attempt at once.</summary>
    JobOutcome Execute(JobAssignment job);

    /// <inheritdoc />
    Task<JobOutcome> IJobExecutor.ExecuteAsync(JobAssignment job, IDeltaSink deltas, CancellationToken cancellationToken) =>
        Task.FromResult(Execute(job));
}
