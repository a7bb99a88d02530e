using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LlmMcp.Client;

namespace LlmMcp.McpBridge.Tools.Jobs;

/// <summary>How a job stands.</summary>
internal sealed class JobStatusTool(CoreHttp core) : HubTool<JobStatusArguments, JobReport>(new ToolFacts(
    "llm_job_status", "How does a job stand?",
    "Look at one job without waiting: its status, its place in line and expected seconds while it is queued, its answer when it is done, its error when it failed. "
    + "With explain also why it went where it went.")
    {
        ReadOnly = true,
    })
{
    protected override async Task<ToolAnswer<JobReport>> CallAsync(JobStatusArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var path = arguments.Explain is true ? CorePaths.Explain(arguments.JobId) : CorePaths.One(arguments.JobId);
        // Looking worked, whatever became of the job.
        return JobReports.Of(new Job(await core.GetAsync(path, cancellationToken)), arguments.Explain is true) with { IsError = false };
    }
}

/// <summary>The arguments of <c>llm_job_status</c>.</summary>
internal sealed record JobStatusArguments
{
    [Description("The job's id.")]
    [StringLength(100)]
    public required string JobId { get; init; }

    [Description("With the router's reasons and each claim.")]
    public bool? Explain { get; init; }
}

/// <summary>Cancels a job.</summary>
internal sealed class JobCancelTool(CoreHttp core) : HubTool<JobIdArguments, JobChanged>(new ToolFacts(
    "llm_job_cancel", "Cancel a job",
    "Cancel a queued or running job; its worker is told at once. A job that has ended stays as it is, and the call says so.")
    {
        Destructive = true,
        Idempotent = true,
    })
{
    protected override async Task<ToolAnswer<JobChanged>> CallAsync(JobIdArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        await core.DeleteAsync(CorePaths.One(arguments.JobId), cancellationToken);
        return new ToolAnswer<JobChanged>(new JobChanged { JobId = arguments.JobId, Status = JobStatus.Canceled });
    }
}

/// <summary>Submits a copy of a job that has ended.</summary>
internal sealed class JobRetryTool(CoreHttp core) : HubTool<JobIdArguments, JobChanged>(new ToolFacts(
    "llm_job_retry", "Try a job again",
    "Queue a copy of a job that has ended, whatever its end, and get the copy's id. The old job stays as it is.")
    {
        OpenWorld = true,
    })
{
    protected override async Task<ToolAnswer<JobChanged>> CallAsync(JobIdArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var copy = await core.PostAsync(CorePaths.Retry(arguments.JobId), null, cancellationToken);
        return new ToolAnswer<JobChanged>(new JobChanged
        {
            JobId = Requests.RequestSubmission.IdOf(copy),
            Status = JobStatus.Queued,
            RetriedFrom = arguments.JobId,
        });
    }
}

/// <summary>The arguments of a tool about one job.</summary>
internal sealed record JobIdArguments
{
    [Description("The job's id.")]
    [StringLength(100)]
    public required string JobId { get; init; }
}

/// <summary>What a job is now.</summary>
internal sealed record JobChanged
{
    public required string JobId { get; init; }

    public required string Status { get; init; }

    [Description("The job this one repeats.")]
    public string? RetriedFrom { get; init; }
}
