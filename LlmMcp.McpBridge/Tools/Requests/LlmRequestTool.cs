using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LlmMcp.Client;
using LlmMcp.McpBridge.Tools.Jobs;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Tools.Requests;

/// <summary>Asks a model and waits for its answer.</summary>
internal sealed class LlmRequestTool(RequestSubmission submission, JobWait wait, CanceledCalls canceled, TimeProvider time)
    : HubTool<LlmRequestCall, JobReport>(Facts), IJobTool
{
    private static readonly ToolFacts Facts = new(
        "llm_request", "Ask a language model",
        "Ask one of the owner's language models and wait for the answer. Say a quality and let the hub choose model and machine, or name a model. "
        + "Where the answer takes longer than wait_seconds you get the job's id and its place in line instead, and the job goes on: llm_job_wait waits for it. "
        + "For many questions at once use llm_batch; to queue one and not wait, llm_submit.")
    {
        OpenWorld = true,
    };

    public Task<string> SubmitAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken) =>
        submission.SubmitAsync(Read(request), new ToolCall(request).Source, stream: false, cancellationToken);

    protected override async Task<ToolAnswer<JobReport>> CallAsync(LlmRequestCall arguments, ToolCall call, CancellationToken cancellationToken)
    {
        using var watch = canceled.Begin(call.Key);
        var jobId = await submission.SubmitAsync(arguments, call.Source, call.WantsProgress, cancellationToken);
        try
        {
            var progress = new JobProgress(call, arguments.MaxTokens, time);
            return JobReports.Of(await wait.UntilFinalAsync(jobId, JobWait.SecondsFor(call, arguments.WaitSeconds), progress, cancellationToken));
        }
        catch (OperationCanceledException) when (watch.WasTakenBack)
        {
            await submission.ForgetAsync(jobId, time);
            throw;
        }
    }
}

/// <summary>The arguments of <c>llm_request</c>.</summary>
internal sealed record LlmRequestCall : LlmRequestArguments
{
    [Description("How long to wait for the answer, seconds. The default is 50, or 600 where you asked for progress. 0 does not wait.")]
    [Range(0, JobWait.Most)]
    public int? WaitSeconds { get; init; }
}
