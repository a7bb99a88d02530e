using System.Text.Json.Serialization;
using LlmMcp.Core.Routing;

namespace LlmMcp.Core.LlmApi;

/// <summary>The answer of <c>POST /v1/llm/route</c>; what is unknown is left out.</summary>
/// <param name="Mode"><c>smart</c> when a quality decides, else <c>classic</c>.</param>
/// <param name="Decision">The first choice now; the job may run elsewhere when it is claimed.</param>
/// <param name="Waiting">True when nobody can run it now, but a known device could.</param>
/// <param name="Candidates">Best first.</param>
/// <param name="Rejected">Examples of what was not chosen.</param>
/// <param name="RejectedCounts">How many places by reason.</param>
/// <param name="Reasons">A sentence each, in the order of the decisions.</param>
/// <param name="EstimatedTokens">A quarter of the UTF-8 bytes of prompt and messages, at least 256.</param>
/// <param name="ContextClass">Tokens of context a model must have; only when a quality decides.</param>
/// <param name="TimeoutSeconds">Limit of one attempt without the load of a cold model; absent when it is the kind's own.</param>
/// <param name="ExpectedWaitSeconds">Until the first choice is expected to have room.</param>
/// <param name="ExpectedCostUsd">For the estimated prompt and the longest answer.</param>
internal sealed record DryRun(
    string Mode, RouteDecision Decision, bool Waiting, IReadOnlyList<CandidateRecord> Candidates, IReadOnlyList<RejectionRecord> Rejected,
    IReadOnlyDictionary<string, int> RejectedCounts, IReadOnlyList<string> Reasons, int EstimatedTokens,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ContextClass,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? TimeoutSeconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? ExpectedWaitSeconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? ExpectedCostUsd)
{
    public static DryRun Of(RouteOutcome.Decided route)
    {
        var record = RouteRecord.Of(route);
        return new DryRun(
            record.Mode, new RouteDecision(record.Provider, record.Kind, record.Model, route.Plan.Candidates.Count > 0 ? route.Plan.First!.DeviceId : null),
            route.Plan.Candidates.Count == 0, record.Candidates, record.Rejected, record.RejectedCounts, record.Reasons, route.EstimatedTokens,
            route.Plan.Need.Context > 0 ? route.Plan.Need.Context : null,
            route.TimeoutSeconds > 0 ? route.TimeoutSeconds : null,
            route.ExpectedWaitSeconds,
            route.ExpectedCostUsd);
    }
}

/// <summary>Who answers, as far as is known now.</summary>
internal sealed record RouteDecision(
    string Provider, string Kind, string Model, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Device);
