using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Placements;

namespace LlmMcp.Core.Routing;

/// <summary>The owner's nodes as classic routing asks them: for a model by name, or for the default.</summary>
internal sealed class LocalModels(RoutePlan plan, PlacementIndex index, RoutingView view)
{
    private static readonly string[] Both = [Contracts.Providers.Ollama, Contracts.Providers.Compat];

    private readonly LocalSearch search = new(plan, index, view);

    /// <summary>Some node has the named model, online or not, and may run it.</summary>
    public bool IsKnown => plan.Need.Model.Length > 0
        && Providers(plan.Need).Select(PlacesOf).Any(static places => places.Open.Length > 0 || places.Closed.Any(static place => PlacementClosed.Passes(place.Closed!)));

    public bool HasFound => search.HasFound;

    public bool HasSteady => search.HasSteady || (!search.HasFound && plan.Candidates.Count > 0);

    /// <summary>Whose nodes may answer, the first to be asked first.</summary>
    public static IReadOnlyList<string> Providers(RouteNeed need) => need.IsForNodes ? [need.Provider] : Both;

    /// <summary>Adds the nodes that have the model, or any of the provider's when no node is known to have it.</summary>
    public void Add()
    {
        if (plan.Need.Model.Length > 0)
        {
            AddNamed();
        }
        else
        {
            AddDefault();
        }
    }

    private void AddNamed()
    {
        var providers = Providers(plan.Need);
        for (var preference = 0; preference < providers.Count; preference++)
        {
            search.Add(PlacesOf(providers[preference]), preference);
        }

        if (search.HasFound || plan.LeftOutSlow)
        {
            return;
        }

        var places = providers.Select(PlacesOf).SelectMany(static known => known.Closed).ToList();
        if (places.Count == 0)
        {
            Ask(plan.Need.Model);
        }
        else if (places.TrueForAll(static place => !PlacementClosed.Passes(place.Closed!)))
        {
            plan.Refuse(places[0].Closed!);
        }
        else
        {
            plan.Say($"no online node has {plan.Need.Model} now; the job waits for one");
        }
    }

    private void AddDefault()
    {
        foreach (var provider in Providers(plan.Need))
        {
            var (model, reason) = DefaultModel.Choose(provider, plan.Need.Embedding, index, view.Defaults);
            search.Add(index.OfModel(provider, ModelName.Canonical(provider, model)), preference: 0);
            if (search.HasFound || plan.LeftOutSlow)
            {
                plan.Say(reason);
                return;
            }
        }

        // Whatever is configured; with nothing configured, whatever the node takes for its own.
        Ask(DefaultModel.Choose(Providers(plan.Need)[0], plan.Need.Embedding, index, view.Defaults).Model);
    }

    private PlacementList PlacesOf(string provider) => index.OfModel(provider, ModelName.Canonical(provider, plan.Need.Model));

    private void Ask(string model)
    {
        var providers = Providers(plan.Need);
        var provider = providers.FirstOrDefault(name => index.Nodes(name).Any(static node => node.Online)) ?? providers[0];
        var name = ModelName.Canonical(provider, model);
        var said = model.Length > 0 ? model : "a model";
        var kind = RouteCandidates.KindOf(provider, plan.Need);
        var nodes = StrangeModel.Nodes(index, provider, name, view).ToList();
        foreach (var node in nodes.Where(static node => PlacementClosed.Of(node) is null).TakeWhile(_ => !plan.IsFull))
        {
            plan.Add(RouteCandidates.Of(node, kind, name, 0, StrangeModel.Why));
        }

        if (plan.Candidates.Count > 0)
        {
            plan.Say($"no known node has {said}; the first free one is asked all the same");
        }
        else if (nodes.Count > 0 || (index.Nodes(provider).Count == 0 && !view.StrictLimits))
        {
            plan.Say($"no online node has {said} now; the job waits for one");
            plan.AddLater(new RouteCandidate("", provider, kind, name));
        }
        else
        {
            plan.Say($"no known node has {said}, and limits forbid to ask the others");
        }
    }
}
