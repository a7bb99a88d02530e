using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Placements;

namespace LlmMcp.Core.Routing;

/// <summary>
/// Where a need can be met whose quality decides the model:
/// <list type="number">
/// <item>The tiers of the quality at this length; every tier where the table says cloud and none may be asked.</item>
/// <item>Local places of those tiers: models that think first where they are wanted, then by tier, then as
/// <see cref="PlacementOrder"/> says.</item>
/// <item>A cloud, where the table says so, where there is no local place, or where all local ones are expected to be busy for
/// longer than an attempt may take, unless local is preferred.</item>
/// </list>
/// </summary>
internal static class SmartPlanner
{
    public static void Fill(RoutePlan plan, FleetSnapshot fleet, RoutingView view)
    {
        var clouds = new CloudSearch(plan, fleet, view);
        var local = new LocalSearch(plan, fleet.Placements, view);
        var tiers = LocalTiers(plan, mayUseCloud: clouds.Allowed.Any());                                 // 1
        Search(plan, fleet.Placements, local, tiers);                                                    // 2
        if (WhyCloud(plan, local, tiers) is { } why)                                                     // 3
        {
            clouds.AddByQuality(why);
            plan.Overflows = local.HasSteady && clouds.HasFound;
            plan.Say(clouds.HasFound ? why : $"{why}, but none has a key (OPENROUTER_API_KEY, OPENAI_API_KEY) and fits the constraints");
        }

        if (plan.Candidates.Count == 0 && plan.Later is null)
        {
            plan.Refuse($"no_model_available: quality={plan.Need.Quality}");
        }
    }

    private static IReadOnlyList<string> LocalTiers(RoutePlan plan, bool mayUseCloud)
    {
        var need = plan.Need;
        var cell = Qualities.LocalTiers(need.Quality!, need.Bucket);
        var (tiers, why) = need switch
        {
            { IsForCloud: true } => ([], $"provider {need.Provider} was asked for"),
            { ForceCloud: true } when mayUseCloud => ([], "a cloud is wanted (force_cloud)"),
            // A vector of some size is better than none: no chat model can make one.
            { Embedding: true } => (Qualities.EmbeddingTiers(need.Quality!, need.Bucket), "an embedding model of any size will do, the level's own first"),
            { StaysLocal: true } when cell.Count == 0 => (Qualities.AllTiers(need.Quality!), "a cloud is meant but not allowed, so a local model of any size will do"),
            _ => (cell, cell.Count == 0 ? "that means a cloud" : $"that means {string.Join(", then ", cell)}"),
        };
        plan.Say($"quality {need.Quality} with up to {need.Context} tokens: {why}");
        return tiers;
    }

    private static void Search(RoutePlan plan, PlacementIndex index, LocalSearch local, IReadOnlyList<string> tiers)
    {
        var embedding = plan.Need.Embedding;
        var preference = 0;
        bool?[] passes = plan.Need.Thinks ? [true, false] : [null];
        foreach (var thinking in passes)
        {
            foreach (var tier in tiers)
            {
                var places = index.OfTier(tier, embedding);
                if (embedding)
                {
                    SearchOneModel(index, local, places, preference++);
                }
                else
                {
                    local.Add(places, preference++, thinking);
                }
            }
        }

        plan.Rejected?.Count(RejectionReasons.OtherTier, index.CountSized(embedding) - tiers.Sum(tier => index.OfTier(tier, embedding).Count));
        plan.Rejected?.Count(RejectionReasons.SizeUnknown, index.Unsized);
    }

    // Vectors of two models cannot be compared, so load must not decide between models: the largest that some node can run now
    // is the only one, and only its nodes are asked.
    private static void SearchOneModel(PlacementIndex index, LocalSearch local, PlacementList places, int preference)
    {
        foreach (var model in places.Models.OrderByDescending(static model => model.ParamsB).ThenBy(static model => model.Model, StringComparer.Ordinal).ThenBy(static model => model.Provider, StringComparer.Ordinal))
        {
            if (!local.HasFound)
            {
                local.Add(index.OfModel(model.Provider, model.Model), preference);
            }
        }
    }

    private static string? WhyCloud(RoutePlan plan, LocalSearch local, IReadOnlyList<string> tiers)
    {
        var need = plan.Need;
        return need.StaysLocal ? null
            : tiers.Count == 0 ? "a cloud answers"
            : !local.HasFound ? "no local place can take it now, so a cloud answers"
            : !local.HasSteady ? "the local places only try whether they work again, so a cloud answers the rest"
            : !local.HasRoom && !need.PreferLocal ? $"every local place is expected to be busy for longer than the {need.AttemptSeconds} s of an attempt, so a cloud answers"
            : null;
    }
}
