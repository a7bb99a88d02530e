using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LlmMcp.Client;
using LlmMcp.McpBridge.Resources;
using ModelContextProtocol;

namespace LlmMcp.McpBridge.Tools.Jobs;

/// <summary>Waits for jobs.</summary>
internal sealed class JobWaitTool(JobWait wait, TimeProvider time) : HubTool<JobWaitArguments, JobWaitReport>(new ToolFacts(
    "llm_job_wait", "Wait for jobs",
    "Wait until one job, or every one of up to 100, has ended, and get their answers. Where that takes longer than wait_seconds you get them as they stand; call it again to go on waiting.")
    {
        ReadOnly = true,
    })
{
    protected override async Task<ToolAnswer<JobWaitReport>> CallAsync(JobWaitArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        string[] ids = [.. (arguments.JobIds ?? []).Concat(arguments.JobId is { } one ? [one] : []).Distinct(StringComparer.Ordinal)];
        if (ids.Length == 0)
        {
            throw new ToolRefusedException("job_id_required", "job_id is missing, and so is job_ids.", "Say which job to wait for; llm_job_list lists them.");
        }

        var seconds = JobWait.SecondsFor(call, arguments.WaitSeconds);
        var tally = ids.Length == 1 ? null : new JobTally(call, ids.Length);
        // One that cannot be waited for is told now, and not when the others have ended.
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var jobs = await Task.WhenAll(ids.Select(async id =>
        {
            try
            {
                var job = await wait.UntilFinalAsync(id, seconds, new JobProgress(tally is null ? call : null, null, time), failed.Token);
                await (tally?.CountAsync(job, failed.Token) ?? Task.CompletedTask);
                return job;
            }
            catch (CoreCallException)
            {
                await failed.CancelAsync();
                throw;
            }
        }));
        return Report(jobs);
    }

    private static ToolAnswer<JobWaitReport> Report(Job[] jobs)
    {
        var answers = new List<JobReport>();
        var links = new List<ModelContextProtocol.Protocol.ResourceLinkBlock>();
        var room = ToolBounds.Answer;
        foreach (var job in jobs)
        {
            var answer = JobReports.Of(job);
            var report = answer.Structured;
            var size = (report.Response?.Length ?? 0) + (report.Thinking?.Length ?? 0) + (report.Result?.GetRawText().Length ?? 0) + (report.Embedding?.Vectors?.GetRawText().Length ?? 0);
            // The answers share the room of one: those that come last are cut first.
            var fits = size <= room;
            answers.Add(fits ? report : report.Shortened(room));
            links.AddRange(fits ? answer.Links : [ResourceLinks.JobResult(job.Id)]);
            room = Math.Max(0, room - size);
        }

        var open = jobs.Count(static job => !job.IsFinal);
        return new ToolAnswer<JobWaitReport>(new JobWaitReport
        {
            AllEnded = open == 0,
            Jobs = answers,
            Next = open == 0 ? null : $"{open} of {jobs.Length} go on by themselves: call llm_job_wait again.",
        }, links);
    }
}

/// <summary>Tells how many of several jobs have ended.</summary>
internal sealed class JobTally(ToolCall call, int total)
{
    // One at a time, so that the number grows from one message to the next.
    private readonly SemaphoreSlim turn = new(1);
    private int ended;

    /// <summary>Counts one whose wait is over, if it has ended.</summary>
    public async Task CountAsync(Job job, CancellationToken cancellationToken)
    {
        if (!job.IsFinal)
        {
            return;
        }

        await turn.WaitAsync(cancellationToken);
        try
        {
            ended++;
            await call.ReportAsync(new ProgressNotificationValue { Progress = ended, Total = total, Message = $"{ended} of {total} jobs have ended" }, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }
}

/// <summary>The arguments of <c>llm_job_wait</c>.</summary>
internal sealed record JobWaitArguments
{
    [Description("The job to wait for.")]
    [StringLength(100)]
    public string? JobId { get; init; }

    [Description("Several jobs to wait for, at most 100.")]
    [MaxLength(ToolBounds.Items)]
    public IReadOnlyList<string>? JobIds { get; init; }

    [Description("How long to wait, seconds. The default is 50, or 600 where you asked for progress.")]
    [Range(0, JobWait.Most)]
    public int? WaitSeconds { get; init; }
}

/// <summary>Jobs after a wait.</summary>
internal sealed record JobWaitReport
{
    [Description("true when every one of them has ended.")]
    public required bool AllEnded { get; init; }

    [Description("In the order of the ids. Together they have the room of one answer; what was cut is one link away.")]
    public required IReadOnlyList<JobReport> Jobs { get; init; }

    [Description("What to do now.")]
    public string? Next { get; init; }
}
