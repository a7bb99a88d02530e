using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Placements;

namespace LlmMcp.Core.Routing;

/// <summary>Looks for clouds that meet a plan's need.</summary>
internal sealed class CloudSearch(RoutePlan plan, FleetSnapshot fleet, RoutingView view)
{
    /// <summary>Behind every local candidate.</summary>
    public const int Preference = 1000;

    // As the deployed system does: hosted models of today have that or more.
    private const int UnknownContext = 128_000;

    private static readonly string[] InOrder = [Providers.OpenRouter, Providers.OpenAi];

    private readonly HashSet<string> done = [];
    private int preference = Preference;

    /// <summary>Something was found.</summary>
    public bool HasFound { get; private set; }

    /// <summary>What the plan may use of the clouds in a given order: the named one, or those with a key.</summary>
    public IEnumerable<string> Allowed => InOrder.Where(IsAllowed);

    /// <summary>
    /// Adds the best model of each cloud among the tiers of the need's quality, best cloud first.
    /// </summary>
    /// <param name="why">Why a cloud is asked: the claim that goes there has to tell it, long after the decision at the door.</param>
    public void AddByQuality(string why)
    {
        bool?[] passes = plan.Need.Thinks ? [true, false] : [null];
        foreach (var thinking in passes)
        {
            foreach (var tier in Qualities.CloudTiers(plan.Need.Quality!))
            {
                foreach (var model in fleet.Placements.Catalogue.OfTier(tier, plan.Need.Embedding))
                {
                    if (!done.Contains(model.Provider) && (thinking is null || model.Thinking == thinking))
                    {
                        Add(model.Provider, model.Id, model, why);
                    }
                }
            }
        }
    }

    /// <summary>
    /// Adds the clouds in the deployed system's order with the need's model, or with their own default when it names none. Each
    /// after the first must list a named model: the first was always asked, and its "not found" says what is wrong.
    /// </summary>
    /// <param name="model">The model; empty means the cloud's default.</param>
    public void AddInOrder(string model)
    {
        var first = true;
        foreach (var provider in Allowed)
        {
            var known = model.Length == 0 ? null : fleet.FindModel(provider, model);
            if (first || model.Length == 0 || known is not null)
            {
                Add(provider, model, known);
            }

            first = false;
        }
    }

    private bool IsAllowed(string provider) => plan.Need switch
    {
        { Embedding: true } when provider == Providers.OpenRouter => false,
        { StaysLocal: true } => false,
        { IsForCloud: true } need => need.Provider == provider,
        _ => provider == Providers.OpenAi ? view.Keys.OpenAi : view.Keys.OpenRouter,
    };

    private void Add(string provider, string model, CatalogueModel? facts, string why = "")
    {
        if (!IsAllowed(provider))
        {
            if (plan.Need is { StaysLocal: false, IsForCloud: false, Embedding: false } && done.Add(provider))
            {
                plan.Rejected?.Add(new Rejection($"cloud:{provider}", null, RejectionReasons.NoKey));
            }

            return;
        }

        if (fleet.Placements.Cloud(provider) is not { } device || IsRefused(device, model, facts))
        {
            return;
        }

        done.Add(provider);
        var candidate = RouteCandidates.Of(device, RouteCandidates.KindOf(provider, plan.Need), model, preference++, why.Length == 0 ? WhyOf(facts) : $"{WhyOf(facts)}; {why}", facts);
        if (PlacementClosed.Of(device) is { } closed)
        {
            plan.Rejected?.Add(new Rejection(device.Id, model.Length > 0 ? model : null, closed));
            plan.AddLater(candidate);
            return;
        }

        HasFound = true;
        plan.Add(candidate);
    }

    private bool IsRefused(FleetDevice device, string model, CatalogueModel? facts)
    {
        if ((facts?.Context ?? UnknownContext) < plan.Need.Context)
        {
            plan.Rejected?.Add(new Rejection(device.Id, model, RejectionReasons.ContextTooSmall, $"{facts?.Context ?? UnknownContext} tokens, {plan.Need.Context} needed"));
            return true;
        }

        if (plan.Need.MaxCostUsd is not { } most)
        {
            return false;
        }

        var cost = ExpectedCost.Of(facts, plan.Need.PromptTokens, plan.Need.AnswerTokens);
        if (cost is null || cost > most)
        {
            plan.Rejected?.Add(new Rejection(
                device.Id, model.Length > 0 ? model : null, cost is null ? RejectionReasons.PriceUnknown : RejectionReasons.TooExpensive,
                cost is null ? null : $"{cost:0.######} USD expected, {most} allowed"));
            return true;
        }

        return false;
    }

    private static string WhyOf(CatalogueModel? facts) => facts?.Tier is { } tier ? $"{tier}{(facts.Thinking ? ", thinks" : "")}" : "the cloud's own choice of tier";
}
