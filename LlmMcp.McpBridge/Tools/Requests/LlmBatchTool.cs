using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using LlmMcp.Client;

namespace LlmMcp.McpBridge.Tools.Requests;

/// <summary>Queues many requests at once.</summary>
internal sealed class LlmBatchTool(RequestSubmission submission) : HubTool<LlmBatchArguments, BatchReport>(Facts)
{
    private const int AtOnce = 8;

    private static readonly ToolFacts Facts = new(
        "llm_batch", "Ask many questions at once",
        "Queue up to 100 requests, each with the arguments of llm_request, and get their job ids in the same order. They run side by side on whatever machines have room. "
        + "A request that is refused says so in its place; the others are queued all the same. llm_job_wait with job_ids waits for all of them.")
    {
        OpenWorld = true,
    };

    protected override async Task<ToolAnswer<BatchReport>> CallAsync(LlmBatchArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var items = new BatchItem[arguments.Requests.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, items.Length),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (index, token) => items[index] = await SubmitAsync(arguments.Requests[index], call, token));
        var accepted = items.Count(static item => item.JobId is not null);
        return new ToolAnswer<BatchReport>(new BatchReport
        {
            Accepted = accepted,
            Refused = items.Length - accepted,
            Items = items,
            Next = accepted > 0 ? "llm_job_wait with these job_ids waits for all of them." : "Correct the requests as each says and call again.",
        })
        {
            IsError = accepted == 0,
        };
    }

    private async Task<BatchItem> SubmitAsync(LlmRequestArguments request, ToolCall call, CancellationToken cancellationToken)
    {
        try
        {
            return new BatchItem { JobId = await submission.SubmitAsync(request, call.Source, stream: false, cancellationToken) };
        }
        catch (ToolRefusedException refused)
        {
            return BatchItem.Of(refused);
        }
        catch (CoreCallException failed)
        {
            return BatchItem.Of(ToolFailures.Of(failed.Failure));
        }
    }
}

/// <summary>The arguments of <c>llm_batch</c>.</summary>
internal sealed record LlmBatchArguments
{
    [Description("The requests, 1 to 100.")]
    [MinLength(1)]
    [MaxLength(ToolBounds.Items)]
    public required IReadOnlyList<LlmRequestArguments> Requests { get; init; }
}

/// <summary>What became of a batch.</summary>
internal sealed record BatchReport
{
    public required int Accepted { get; init; }

    public required int Refused { get; init; }

    [Description("In the order of the requests.")]
    public required IReadOnlyList<BatchItem> Items { get; init; }

    [Description("What to do now.")]
    public required string Next { get; init; }
}

/// <summary>One request of a batch: a job, or why there is none.</summary>
internal sealed record BatchItem
{
    public string? JobId { get; init; }

    [Description("Why it was refused, and what to do.")]
    public string? Error { get; init; }

    public static BatchItem Of(ToolRefusedException refused) => new() { Error = $"{refused.Code}: {refused.Message} {refused.Next}" };
}
