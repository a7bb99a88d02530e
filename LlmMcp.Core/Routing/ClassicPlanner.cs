using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Placements;

namespace LlmMcp.Core.Routing;

/// <summary>
/// Where a need can be met whose model is named or does not matter, by the rules of the deployed system:
/// <list type="number">
/// <item>An explicit provider is never changed.</item>
/// <item>Embeddings are made locally.</item>
/// <item><c>force_cloud</c>: a cloud with a key, OpenRouter first, else local.</item>
/// <item><c>prefer_local</c> with an online node, and a model the fleet has: local.</item>
/// <item>Else a cloud with a key, else local.</item>
/// <item><c>max_latency_ms</c> leaves out places measured slower; when none is left, a cloud with a key.</item>
/// </list>
/// Local is Ollama, then an OpenAI-compatible node. Who comes second is asked when the first cannot be asked now.
/// </summary>
internal static class ClassicPlanner
{
    public static void Fill(RoutePlan plan, FleetSnapshot fleet, RoutingView view)
    {
        var need = plan.Need;
        var clouds = new CloudSearch(plan, fleet, view);
        var local = new LocalModels(plan, fleet.Placements, view);
        if (need.IsForCloud || need.IsForNodes)                                                          // 1
        {
            plan.Say($"provider {need.Provider} was asked for");
            FillNamed(plan, clouds, local);
            return;
        }

        var mayUseCloud = clouds.Allowed.Any() && !need.Embedding;
        if (mayUseCloud && WantsCloud(plan, fleet, view, local))                                         // 3, 4, 5
        {
            clouds.AddInOrder(need.Model);
            if (!clouds.HasFound && (need.Model.Length == 0 || local.IsKnown))
            {
                plan.Say("no cloud can be asked now");
                local.Add();
            }
        }
        else
        {
            plan.Say(need.Embedding ? "embeddings are made locally" : mayUseCloud ? "local first" : need.LocalOnly ? "only local places are allowed (local_only)" : "no cloud has a key");
            local.Add();                                                                                 // 2, 4, 5
            if (mayUseCloud && !local.HasSteady)
            {
                FallBack(plan, fleet, clouds, local);                                                    // 6
            }
        }

        if (plan.Candidates.Count == 0 && plan.Later is null && plan.Refusal is null)
        {
            plan.Refuse("no_eligible_device");
        }
    }

    private static void FillNamed(RoutePlan plan, CloudSearch clouds, LocalModels local)
    {
        if (plan.Need.IsForCloud)
        {
            clouds.AddInOrder(plan.Need.Model);
        }
        else
        {
            local.Add();
        }

        if (plan.Candidates.Count == 0 && plan.Later is null && plan.Refusal is null)
        {
            plan.Refuse("no_eligible_device");
        }
    }

    private static bool WantsCloud(RoutePlan plan, FleetSnapshot fleet, RoutingView view, LocalModels local)
    {
        var need = plan.Need;
        if (need.ForceCloud)
        {
            plan.Say($"a cloud is wanted (force_cloud); {view.Keys.Preferred} has a key");
            return true;
        }

        if (need.PreferLocal && LocalModels.Providers(need).Any(provider => fleet.Placements.Nodes(provider).Any(static node => node.Online)))
        {
            plan.Say("local is preferred and a node is online");
            return false;
        }

        if (local.IsKnown)
        {
            plan.Say($"the fleet has {need.Model}");
            return false;
        }

        plan.Say($"{view.Keys.Preferred} has a key");
        return true;
    }

    // A local name means nothing to a cloud, so a named model waits for its nodes. Only a limit of latency says that somebody
    // else shall answer: then the cloud's own model does where the cloud does not list the name.
    private static void FallBack(RoutePlan plan, FleetSnapshot fleet, CloudSearch clouds, LocalModels local)
    {
        var need = plan.Need;
        if (need.Model.Length == 0)
        {
            clouds.AddInOrder("");
        }
        else if (plan.LeftOutSlow && !local.HasFound)
        {
            var listed = clouds.Allowed.Any(provider => fleet.FindModel(provider, need.Model) is not null);
            clouds.AddInOrder(listed ? need.Model : "");
            if (!listed)
            {
                plan.Say($"no cloud lists {need.Model}, so its own model answers");
            }
        }

        if (clouds.HasFound)
        {
            plan.Say(plan.LeftOutSlow ? "measured above max_latency_ms, so a cloud answers" : "no local place can take it now, so a cloud answers");
        }
    }
}
