using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Client;
using LlmMcp.McpBridge.Resources;

namespace LlmMcp.McpBridge.Tools.Fleet;

/// <summary>How models did.</summary>
internal sealed class ModelStatsTool(CoreHttp core) : HubTool<ModelStatsArguments, ModelStatsReport>(new ToolFacts(
    "llm_model_stats", "How did models do?",
    "List how models were used: requests, tokens, cost, average duration, share that ended well, ratings; the most expensive first.")
    {
        ReadOnly = true,
    })
{
    private const int Usual = 20;

    protected override async Task<ToolAnswer<ModelStatsReport>> CallAsync(ModelStatsArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var stats = await core.GetAsync(CorePaths.ModelStats, cancellationToken);
        var models = stats.Items("models");
        return new ToolAnswer<ModelStatsReport>(new ModelStatsReport { Models = [.. models.Take(arguments.Limit ?? Usual)], Count = models.Count });
    }
}

/// <summary>The arguments of <c>llm_model_stats</c>.</summary>
internal sealed record ModelStatsArguments
{
    [Description("How many, 1 to 100; the default is 20.")]
    [Range(1, ToolBounds.Items)]
    public int? Limit { get; init; }
}

/// <summary>How models did.</summary>
internal sealed record ModelStatsReport
{
    [Description("model_id, provider, total_requests, total_tokens_in, total_tokens_out, total_cost_usd, avg_duration_ms, success_rate (percent), feedback_score of each.")]
    public required IReadOnlyList<JsonElement> Models { get; init; }

    [Description("How many models there are figures of.")]
    public required int Count { get; init; }
}

/// <summary>Rates a model.</summary>
internal sealed class FeedbackTool(CoreHttp core) : HubTool<FeedbackArguments, FeedbackReport>(new ToolFacts(
    "llm_feedback", "Rate a model",
    "Say whether a model's answer was good or bad. Ratings add up in llm_model_stats."))
{
    protected override async Task<ToolAnswer<FeedbackReport>> CallAsync(FeedbackArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["model"] = arguments.Model, ["rating"] = arguments.Rating };
        body.PutSaid("comment", arguments.Comment);
        var stored = await core.PostAsync(CorePaths.Feedback, body, cancellationToken);
        return new ToolAnswer<FeedbackReport>(new FeedbackReport
        {
            Status = stored.Text("status") ?? "ok",
            Model = stored.Text("model") ?? arguments.Model,
            Rating = stored.Text("rating") ?? arguments.Rating,
        });
    }
}

/// <summary>The arguments of <c>llm_feedback</c>.</summary>
internal sealed record FeedbackArguments
{
    [Description("The model that answered.")]
    [StringLength(290)]
    public required string Model { get; init; }

    [AllowedValues("good", "bad")]
    public required string Rating { get; init; }

    [Description("Why, at most 2,000 characters.")]
    [StringLength(2_000)]
    public string? Comment { get; init; }
}

/// <summary>A rating is stored.</summary>
internal sealed record FeedbackReport
{
    public required string Status { get; init; }

    public required string Model { get; init; }

    public required string Rating { get; init; }
}

/// <summary>Reads OpenRouter's catalogue.</summary>
internal sealed class SyncModelsTool(CoreHttp core) : HubTool<NoArguments, SyncReport>(new ToolFacts(
    "llm_sync_models", "Read OpenRouter's catalogue",
    "Read OpenRouter's models and prices now. The hub does so once a day by itself; needs its OpenRouter key.")
    {
        Idempotent = true,
        OpenWorld = true,
    })
{
    // A megabyte from far away.
    private static readonly TimeSpan ExtraTime = TimeSpan.FromSeconds(90);

    protected override async Task<ToolAnswer<SyncReport>> CallAsync(NoArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var synced = await core.PostAsync(CorePaths.SyncModels, null, cancellationToken, ExtraTime);
        return new ToolAnswer<SyncReport>(
            new SyncReport { Status = synced.Text("status") ?? "ok", Synced = synced.Whole("synced") ?? 0 }, ResourceLinks.Models());
    }
}

/// <summary>The catalogue was read.</summary>
internal sealed record SyncReport
{
    public required string Status { get; init; }

    [Description("Models taken over.")]
    public required long Synced { get; init; }
}
