using System.Text.Json;
using LlmMcp.Client;
using LlmMcp.McpBridge.Resources;
using ModelContextProtocol.Protocol;

namespace LlmMcp.McpBridge.Tools.Jobs;

/// <summary>Tells a model about a job: what it wants to know first, cut to what it can bear, and the next step.</summary>
internal static class JobReports
{
    /// <summary>The report, with a link to what was cut.</summary>
    /// <param name="job">The job as Core shows it.</param>
    /// <param name="explain">With the route, where Core sent it.</param>
    public static ToolAnswer<JobReport> Of(Job job, bool explain = false)
    {
        var result = job.Result ?? default;
        var isModelCall = result.Text("response") is not null || result.Whole("tokens_in") is not null || result.Text("provider") is not null;
        var (response, responseCut) = ToolBounds.Cut(result.Text("response"), ToolBounds.Answer);
        var (thinking, thinkingCut) = ToolBounds.Cut(result.Text("thinking"), ToolBounds.Thinking);
        var (embedding, embeddingCut) = Embeddings.Of(result);
        var (other, otherCut) = isModelCall ? (null, false) : Whole(job.Result);
        var (toolCalls, callsCut) = Whole(ToolCalls(result));
        var (route, routeCut) = explain ? Whole(job.Raw.Member("route")) : (null, false);
        var resultCut = responseCut || thinkingCut || embeddingCut || otherCut || callsCut;
        var report = new JobReport
        {
            JobId = job.Id,
            Status = job.Status,
            Kind = job.Kind,
            Response = response,
            Thinking = thinking,
            ToolCalls = toolCalls,
            Embedding = embedding,
            Result = other,
            Truncated = resultCut || routeCut ? true : null,
            Model = result.Text("model") ?? job.Payload?.Text("model"),
            Provider = result.Text("provider"),
            DeviceId = job.DeviceId,
            TokensIn = result.Whole("tokens_in"),
            TokensOut = result.Whole("tokens_out"),
            Cost = result.Text("cost"),
            Error = job.Error,
            Attempts = job.Attempts,
            MaxAttempts = job.MaxAttempts,
            Source = job.Source,
            Priority = job.Priority == 0 ? null : job.Priority,
            QueuedAt = job.Raw.Text("queued_at"),
            StartedAt = job.Raw.Text("started_at"),
            FinishedAt = job.Raw.Text("finished_at"),
            QueuePosition = job.Raw.Whole("queue_position"),
            EtaSeconds = job.Raw.Number("eta_seconds"),
            RetriedFrom = job.Raw.Text("retried_from"),
            Route = route,
            Next = NextOf(job),
        };
        return new ToolAnswer<JobReport>(report, LinksOf(job, resultCut, routeCut))
        {
            IsError = job.Status is JobStatus.Error or JobStatus.Canceled,
        };
    }

    private static string? NextOf(Job job) => job.Status switch
    {
        JobStatus.Done => null,
        JobStatus.Error => "llm_job_status with explain true shows where it was tried and why; llm_job_retry submits it anew; or ask again with another quality or model.",
        JobStatus.Canceled => "llm_job_retry submits it anew.",
        _ => $"It goes on by itself. llm_job_wait waits for it, llm_job_status looks again, llm_job_cancel stops it. Its id is {job.Id}.",
    };

    private static ResourceLinkBlock[] LinksOf(Job job, bool resultCut, bool routeCut) =>
        resultCut ? [ResourceLinks.JobResult(job.Id)] : routeCut || !job.IsFinal ? [ResourceLinks.Job(job.Id)] : [];

    /// <summary>What a model asks to be called, wherever its server puts that.</summary>
    private static JsonElement? ToolCalls(JsonElement result)
    {
        var data = result.Member("data") ?? default;
        var message = data.Member("message") ?? (data.Items("choices") is [var first, ..] ? first.Member("message") : null);
        return message?.Member("tool_calls");
    }

    /// <summary>JSON when it fits.</summary>
    private static (JsonElement? Json, bool Cut) Whole(JsonElement? json) =>
        json is not { ValueKind: not JsonValueKind.Undefined } value ? (null, false) : value.GetRawText().Length > ToolBounds.Answer ? (null, true) : (value, false);
}
