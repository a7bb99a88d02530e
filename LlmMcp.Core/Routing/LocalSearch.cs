using LlmMcp.Core.Fleet.Placements;

namespace LlmMcp.Core.Routing;

/// <summary>Goes through places on the owner's nodes and hands those to a plan that meet its need.</summary>
internal sealed class LocalSearch(RoutePlan plan, PlacementIndex index, RoutingView view)
{
    // A node stands once, with the best it has: its other models would take the same slots.
    private readonly bool[] taken = new bool[index.NodeCount];

    /// <summary>Some candidate takes more than one job, unlike a probe.</summary>
    public bool HasSteady { get; private set; }

    /// <summary>Some candidate may have room within the attempt's limit: its wait is short, or nobody knows it.</summary>
    public bool HasRoom { get; private set; }

    /// <summary>Something was found.</summary>
    public bool HasFound { get; private set; }

    /// <summary>Adds the places of a list that meet the need.</summary>
    /// <param name="places">The places.</param>
    /// <param name="preference">Of the candidates made of them.</param>
    /// <param name="thinking">Only models that think, or only others; null takes both.</param>
    public void Add(PlacementList places, int preference, bool? thinking = null)
    {
        if (plan.Rejected is not null && thinking != false)
        {
            Explain(places, preference);
        }

        foreach (var place in places.Open)
        {
            if (plan.IsFull && HasSteady && HasRoom)
            {
                return;
            }

            if (!taken[place.DeviceIndex] && IsWanted(place) && (thinking is null || place.Facts?.Thinking == thinking) && IsQuick(place))
            {
                taken[place.DeviceIndex] = true;
                HasFound = true;
                HasSteady |= !place.IsProbe;
                Watch(place);
                if (!plan.IsFull)
                {
                    plan.Add(RouteCandidates.Of(place, plan.Need, preference));
                }
            }
        }
    }

    private bool IsWanted(Placement place) => place.Context >= plan.Need.Context && IsAllowed(place.Device.Provider);

    private bool IsAllowed(string provider) => !plan.Need.IsForNodes || provider == plan.Need.Provider;

    private bool IsQuick(Placement place)
    {
        if (plan.Need.MaxLatencyMs == 0 || !(place.LatencyMs > plan.Need.MaxLatencyMs))
        {
            return true;
        }

        plan.LeftOutSlow = true;
        plan.Rejected?.Add(new Rejection(
            place.Device.Id, place.Model, RejectionReasons.LatencyAboveLimit, $"{place.LatencyMs:0} ms measured, {plan.Need.MaxLatencyMs} ms allowed"));
        return false;
    }

    private void Watch(Placement place)
    {
        var wait = view.Backlog.Of(place.Device.Id);
        HasRoom |= !place.IsProbe && (wait is null || wait <= plan.Need.AttemptSeconds || plan.Need.AttemptSeconds == 0);
        if (wait < (plan.ExpectedWait ?? double.MaxValue))
        {
            plan.ExpectedWait = wait;
        }
    }

    private void Explain(PlacementList places, int preference)
    {
        foreach (var (reason, count) in places.ClosedCounts)
        {
            plan.Rejected!.Count(reason, count);
        }

        foreach (var place in places.Closed)
        {
            if (!plan.Rejected!.WantsExamples && plan.Later is not null)
            {
                break;
            }

            plan.Rejected.AddExample(new Rejection(place.Device.Id, place.Model, place.Closed!));
            if (IsWanted(place) && PlacementClosed.Passes(place.Closed!))
            {
                plan.AddLater(RouteCandidates.Of(place, plan.Need, preference));
            }
        }

        foreach (var model in places.Models.TakeWhile(model => model.Context < plan.Need.Context).Where(model => IsAllowed(model.Provider)))
        {
            plan.Rejected!.Add(
                new Rejection(null, model.Model, RejectionReasons.ContextTooSmall, $"{model.Context} tokens, {plan.Need.Context} needed"), model.Places);
        }
    }
}
