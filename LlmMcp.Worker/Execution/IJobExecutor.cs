namespace LlmMcp.Worker.Execution;

/// <summary>Runs jobs of one or more kinds. Register it with <c>services.AddJobExecutor&lt;T&gt;()</c>.</summary>
public interface IJobExecutor
{
    /// <summary>The exact kinds this executor runs; one kind may have one executor only.</summary>
    IReadOnlyCollection<string> Kinds { get; }

    /// <summary>
    /// Runs one attempt. The token is canceled when the attempt's time is up, when the claim is lost and when the worker's
    /// shutdown grace has passed; an <see cref="OperationCanceledException"/> is then the right answer. Any other exception
    /// becomes a failure of class <c>internal</c>.
    /// </summary>
    Task<JobOutcome> ExecuteAsync(JobAssignment job, IDeltaSink deltas, CancellationToken cancellationToken);
}
