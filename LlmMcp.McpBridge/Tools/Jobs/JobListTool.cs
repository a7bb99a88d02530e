using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LlmMcp.Client;

namespace LlmMcp.McpBridge.Tools.Jobs;

/// <summary>Lists jobs.</summary>
internal sealed class JobListTool(CoreHttp core) : HubTool<JobListArguments, JobListReport>(new ToolFacts(
    "llm_job_list", "List jobs",
    "List jobs, the newest first, without their questions and answers; llm_job_status shows one with its answer. Filter by status, kind or source; after continues where a page ended.")
    {
        ReadOnly = true,
    })
{
    private const int Usual = 20;

    protected override async Task<ToolAnswer<JobListReport>> CallAsync(JobListArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var page = await core.GetAsync(
            CorePaths.With(
                CorePaths.Jobs, ("status", arguments.Status), ("kind", arguments.Kind), ("source", arguments.Source), ("after", arguments.After),
                ("limit", $"{arguments.Limit ?? Usual}"), ("brief", "1")),
            cancellationToken);
        return new ToolAnswer<JobListReport>(new JobListReport
        {
            Jobs = [.. page.Items("jobs").Select(static json => JobLine.Of(new Job(json)))],
            NextAfter = page.Text("next_after"),
        });
    }
}

/// <summary>The arguments of <c>llm_job_list</c>.</summary>
internal sealed record JobListArguments
{
    [AllowedValues(JobStatus.Queued, JobStatus.Running, JobStatus.Done, JobStatus.Error, JobStatus.Canceled)]
    public string? Status { get; init; }

    [Description("Such as ollama.chat.")]
    [StringLength(200)]
    public string? Kind { get; init; }

    [Description("What the caller named itself; jobs of this server begin with mcp.")]
    [StringLength(200)]
    public string? Source { get; init; }

    [Description("How many, 1 to 100; the default is 20.")]
    [Range(1, ToolBounds.Items)]
    public int? Limit { get; init; }

    [Description("next_after of the page before.")]
    [StringLength(100)]
    public string? After { get; init; }
}

/// <summary>A page of jobs.</summary>
internal sealed record JobListReport
{
    public required IReadOnlyList<JobLine> Jobs { get; init; }

    [Description("There are more: say this as after.")]
    public string? NextAfter { get; init; }
}

/// <summary>A job in a list.</summary>
internal sealed record JobLine
{
    public required string JobId { get; init; }

    public required string Status { get; init; }

    public required string Kind { get; init; }

    public string? Model { get; init; }

    public string? Source { get; init; }

    public string? DeviceId { get; init; }

    public string? QueuedAt { get; init; }

    public string? FinishedAt { get; init; }

    [Description("The beginning of the error, where it failed.")]
    public string? Error { get; init; }

    public static JobLine Of(Job job) => new()
    {
        JobId = job.Id,
        Status = job.Status,
        Kind = job.Kind,
        Model = job.Result?.Text("model") ?? job.Payload?.Text("model"),
        Source = job.Source,
        DeviceId = job.DeviceId,
        QueuedAt = job.Raw.Text("queued_at"),
        FinishedAt = job.Raw.Text("finished_at"),
        Error = ToolBounds.Cut(job.Error, ToolBounds.Sample).Text,
    };
}
