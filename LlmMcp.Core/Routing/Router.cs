using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Routing;

/// <summary>
/// Chooses who answers: at submit, on trial and again at each claim, always by the same rules. Pure: what there is comes in as a
/// snapshot, so it does not log; answers are remembered with the snapshot they were made from.
/// </summary>
internal static class Router
{
    /// <summary>Candidates a decision shows; a claim gets all.</summary>
    public const int Shown = 8;

    /// <summary>Where jobs of a block can run now and what they would run there, best first; each device once.</summary>
    public static IReadOnlyList<RouteCandidate> Candidates(WorkBlock block, FleetSnapshot fleet, RoutingView view) =>
        fleet.Memo.Get<WorkBlock, BlockAnswer>(
            block,
            kept => kept.View == view,
            () => new BlockAnswer(view, block.IsLateBound
                ? Plan(RouteNeedText.Read(block.Need), fleet, view, int.MaxValue, explains: false).Candidates
                : FixedBlock.Candidates(block, fleet, view)),
            static answer => answer.Candidates.Count + 1).Candidates;

    /// <summary>The first candidates of a need, with reasons and with what was not chosen.</summary>
    public static RoutePlan Explain(RouteNeed need, FleetSnapshot fleet, RoutingView view) =>
        fleet.Memo.Get<RouteNeed, NeedAnswer>(
            need,
            kept => kept.View == view,
            () => new NeedAnswer(view, Plan(need, fleet, view, Shown, explains: true)),
            static _ => Shown).Plan;

    /// <summary>Turns a request into a job, with reasons, or refuses.</summary>
    public static RouteOutcome Decide(LlmRequest request, FleetSnapshot fleet, RoutingView view) => RequestDecision.Of(request, fleet, view);

    private static RoutePlan Plan(RouteNeed need, FleetSnapshot fleet, RoutingView view, int most, bool explains)
    {
        var plan = Fill(need);
        if (plan.Candidates.Count > 0 || !plan.LeftOutSlow)
        {
            return plan;
        }

        // Nobody else can answer: late is better than never.
        plan = Fill(need with { MaxLatencyMs = 0 });
        plan.Say("nobody answers within max_latency_ms, so it has no effect");
        return plan;

        RoutePlan Fill(RouteNeed wanted)
        {
            var filled = new RoutePlan(wanted, most, explains);
            if (wanted.IsUnreadable)
            {
                return filled;
            }

            if (wanted.Quality is null)
            {
                ClassicPlanner.Fill(filled, fleet, view);
            }
            else
            {
                SmartPlanner.Fill(filled, fleet, view);
            }

            return filled;
        }
    }

    private sealed record BlockAnswer(RoutingView View, IReadOnlyList<RouteCandidate> Candidates);

    private sealed record NeedAnswer(RoutingView View, RoutePlan Plan);
}
