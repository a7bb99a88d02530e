using System.ComponentModel;
using System.Text.Json;
using LlmMcp.Client;

namespace LlmMcp.McpBridge.Tools.Requests;

/// <summary>Where a request would go, and why.</summary>
internal sealed class LlmRouteTool(CoreHttp core) : HubTool<LlmRequestArguments, RouteReport>(Facts)
{
    private static readonly ToolFacts Facts = new(
        "llm_route", "Where would it go?",
        "Say which model and machine would answer a request now, why, what else was considered, how long it would wait and what it would cost. Nothing is queued. "
        + "Takes the arguments of llm_request.")
    {
        ReadOnly = true,
    };

    protected override async Task<ToolAnswer<RouteReport>> CallAsync(LlmRequestArguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var route = await core.PostAsync(CorePaths.Route, arguments.ToBody(call.Source, stream: false), cancellationToken);
        var decision = route.Member("decision") ?? default;
        return new ToolAnswer<RouteReport>(new RouteReport
        {
            Provider = decision.Text("provider") ?? "",
            Kind = decision.Text("kind") ?? "",
            Model = decision.Text("model"),
            Device = decision.Text("device"),
            Waiting = route.Flag("waiting"),
            Reasons = route.Texts("reasons"),
            Candidates = [.. route.Items("candidates").Take(ToolBounds.Items)],
            Rejected = [.. route.Items("rejected").Take(ToolBounds.Items)],
            RejectedCounts = route.Member("rejected_counts"),
            EstimatedTokens = route.Whole("estimated_tokens"),
            ExpectedWaitSeconds = route.Number("expected_wait_seconds"),
            ExpectedCostUsd = route.Money("expected_cost_usd"),
            TimeoutSeconds = route.Whole("timeout_seconds"),
        });
    }
}

/// <summary>A decision of the router.</summary>
internal sealed record RouteReport
{
    [Description("Who would answer.")]
    public required string Provider { get; init; }

    [Description("The kind of job it would be.")]
    public required string Kind { get; init; }

    [Description("Which model; left out where the worker's default is meant.")]
    public string? Model { get; init; }

    [Description("Which machine, as far as is known now.")]
    public string? Device { get; init; }

    [Description("true when nobody can run it now, but a known machine could later.")]
    public required bool Waiting { get; init; }

    [Description("Why, in the order of the decisions.")]
    public required IReadOnlyList<string> Reasons { get; init; }

    [Description("Places that could run it, the best first.")]
    public required IReadOnlyList<JsonElement> Candidates { get; init; }

    [Description("Examples of places that were left out, with the reason.")]
    public required IReadOnlyList<JsonElement> Rejected { get; init; }

    [Description("How many places were left out, by reason.")]
    public JsonElement? RejectedCounts { get; init; }

    public long? EstimatedTokens { get; init; }

    [Description("Seconds until there is room.")]
    public double? ExpectedWaitSeconds { get; init; }

    public decimal? ExpectedCostUsd { get; init; }

    [Description("Limit of one attempt.")]
    public long? TimeoutSeconds { get; init; }
}
