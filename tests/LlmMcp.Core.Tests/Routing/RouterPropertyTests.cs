using FsCheck;
using FsCheck.Fluent;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Fleet.Speeds;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Tests.Fleet;

namespace LlmMcp.Core.Tests.Routing;

/// <summary>Whatever the fleet and the request.</summary>
public sealed class RouterPropertyTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void Every_candidate_obeys_limits_breaker_context_and_wishes() => Check(static given =>
    {
        var fleet = given.Fleet();
        return (given.Candidates(fleet) ?? []).All(candidate => Violation(given, fleet, candidate) is null);
    });

    [Fact]
    public void No_device_stands_twice_and_the_order_is_that_of_preference() => Check(static given =>
    {
        var candidates = given.Candidates(given.Fleet()) ?? [];
        return candidates.Select(static candidate => candidate.DeviceId).Distinct().Count() == candidates.Count
            && candidates.Zip(candidates.Skip(1)).All(static pair => pair.First.Preference <= pair.Second.Preference);
    });

    [Fact]
    public void The_order_in_which_devices_are_read_does_not_matter() => Check(static given =>
    {
        var reversed = given with { Nodes = [.. given.Nodes.Reverse()], Speeds = [.. given.Speeds.Reverse()] };
        var (one, other) = (given.Candidates(given.Fleet()), reversed.Candidates(reversed.Fleet()));
        return (one is null) == (other is null) && (one ?? []).SequenceEqual(other ?? []) && Told(given) == Told(reversed);
    });

    [Fact]
    public void The_decision_at_submit_is_the_first_place_of_a_claim_now() => Check(static given =>
    {
        var fleet = given.Fleet();
        return Router.Decide(given.Request, fleet, given.View) is not RouteOutcome.Decided route
            || given.Candidates(fleet) is not { Count: > 0 } candidates
            || (route.Plan.Overflows ? candidates.Any(candidate => candidate == route.Plan.First) : candidates[0] == route.Plan.First);
    });

    [Fact]
    public void A_better_node_makes_the_decision_better_or_leaves_it() => Check(static given =>
    {
        // Every model, all in memory, nothing to do, faster than any: whatever the request wants, it has it and has it best.
        var better = TestFleet.Ollama("0-better", RoutedCase.Pool);
        better = better.WithLoaded([.. better.Models]) with { Slots = 4 };
        var improved = given with
        {
            Speeds = [.. given.Speeds, .. better.Models.Select(model => new ModelSpeed(better.Id, model, model.StartsWith("embed", StringComparison.Ordinal) ? ModelSpeed.Embed : ModelSpeed.Generate, 5_000, 1, null, null, 9))],
        };
        var (before, after) = (given.Candidates(given.Fleet()), improved.Candidates(improved.Fleet(better)));
        return before is null || (after is not null && (before.Count == 0 || (after.Count > 0 && Rank(after[0]).CompareTo(Rank(before[0])) <= 0)));
    });

    [Fact]
    public void A_refusal_names_one_of_the_contracts_words() => Check(static given =>
        Router.Decide(given.Request, given.Fleet(), given.View) is not RouteOutcome.Refused refused
        || refused.Error.Message == "no_eligible_device"
        || refused.Error.Message == $"no_model_available: quality={given.Request.Quality}"
        || refused.Error.Message.StartsWith("model_not_allowed:", StringComparison.Ordinal));

    private static void Check(Func<RoutedCase, bool> holds) => Prop.ForAll(RoutedCase.Arbitrary, holds).Check(Thorough);

    private static (int Preference, bool Cold, double Slowness) Rank(RouteCandidate candidate) =>
        (candidate.Preference, !candidate.Loaded, -(candidate.TokensPerSecond ?? 0));

    private static string Told(RoutedCase given) => Router.Decide(given.Request, given.Fleet(), given.View) switch
    {
        RouteOutcome.Decided route => System.Text.Encoding.UTF8.GetString(RouteRecord.Json(route).Span) + route.Block,
        var other => other.ToString(),
    };

    private static string? Violation(RoutedCase given, FleetSnapshot fleet, RouteCandidate candidate)
    {
        var wishes = given.Request.Constraints!;
        var device = fleet.Devices[candidate.DeviceId];
        var facts = fleet.FindModel(device.Provider, candidate.Model);
        var isSmart = given.Request is { Quality: not null, Model: "" };
        var tokens = RequestShape.Read(given.Request).Shape!.EstimatedTokens;
        var named = given.Request.Provider!;
        return !device.Online ? "offline"
            : device.Circuit.State == CircuitState.Probing || (device.Circuit.State == CircuitState.Open && !device.Circuit.ProbeDue) ? "circuit"
            : candidate.IsProbe != (device.Circuit.State == CircuitState.Open) ? "probe"
            : device.Forbidden.ContainsKey(candidate.Model) ? "limits"
            : named != "auto" && device.Provider != named ? "provider"
            : JobProviders.Of(candidate.Kind) != device.Provider ? "kind"
            : JobKinds.IsEmbedding(candidate.Kind) != (given.Request.Task == "embed") ? "task"
            : device.IsCloud && wishes.LocalOnly ? "local_only"
            : device.IsCloud && named == "auto" && !(device.Provider == Providers.OpenAi ? given.View.Keys.OpenAi : given.View.Keys.OpenRouter) ? "key"
            : device.IsCloud && wishes.MaxCostUsd is { } most && !(ExpectedCost.Of(facts, tokens, RequestNeed.AnswerTokens(given.Request)) <= most) ? "cost"
            : !isSmart ? null
            : facts is null || (!device.IsCloud && !device.Models.Contains(candidate.Model)) ? "model"
            : (facts.Context ?? (device.IsCloud ? 128_000 : 4_096)) < tokens ? "context"
            : facts.IsEmbedding != (given.Request.Task == "embed") ? "embedding"
            : facts.Tier is null ? "size"
            : null;
    }
}
