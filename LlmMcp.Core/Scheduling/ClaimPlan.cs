using LlmMcp.Core.Fleet;
using LlmMcp.Core.Routing;

namespace LlmMcp.Core.Scheduling;

/// <summary>What a worker is ready for.</summary>
/// <param name="Kinds">Exact kinds it runs.</param>
/// <param name="ModelJobs">Jobs with a slot it can take now.</param>
/// <param name="LightJobs">Jobs without a slot it can take now.</param>
internal sealed record Appetite(IReadOnlySet<string> Kinds, int ModelJobs, int LightJobs)
{
    /// <summary>True when jobs of the block may be for it and need a slot; of a late-bound block each candidate says its kind.</summary>
    public bool WantsSlotFor(WorkBlock block) => block.IsLateBound || (block.NeedsSlot && Kinds.Contains(block.Kind));
}

/// <summary>Jobs to take from one lane.</summary>
internal readonly record struct LaneQuota(LaneView Lane, int Count);

/// <summary>Slots to take of one device.</summary>
/// <param name="Candidate">The device, and what runs there.</param>
/// <param name="Count">How many.</param>
/// <param name="IsProbe">The one job that tries a device whose circuit is open.</param>
internal sealed record SlotQuota(RouteCandidate Candidate, int Count, bool IsProbe = false);

/// <summary>Jobs of one block and the slots they are to run on.</summary>
internal sealed record SlotClaim(IReadOnlyList<LaneQuota> Lanes, IReadOnlyList<SlotQuota> Slots)
{
    /// <summary>The block of all its lanes.</summary>
    public WorkBlock Block => Lanes[0].Lane.Block;

    /// <summary>Jobs it is to take.</summary>
    public int Count => Slots.Sum(static slot => slot.Count);
}

/// <summary>
/// Decides which jobs a worker gets next: highest priority first, within it fair by client and source, a job that needs a slot
/// only while a device that can run it has one free. Pure but for the turns it is given.
/// </summary>
internal static class ClaimPlan
{
    /// <summary>Lanes without slots, best rank only: what is left of the appetite is asked for in the next round.</summary>
    public static IReadOnlyList<LaneQuota> Light(Appetite appetite, IReadOnlyList<LaneView> lanes, FairTurns turns, int most)
    {
        var wanted = Math.Min(appetite.LightJobs, most);
        var eligible = BestRank(lanes, lane => !lane.Block.NeedsSlot && appetite.Kinds.Contains(lane.Block.Kind));
        return wanted <= 0 || eligible.Count == 0 ? [] : Count(eligible, turns, wanted);
    }

    /// <summary>
    /// Claims with slots, one per block. <paramref name="rooms"/> is what each device has room for; <paramref name="candidates"/>
    /// answers where jobs of a block may run for this worker.
    /// </summary>
    public static IReadOnlyList<SlotClaim> WithSlots(
        Appetite appetite, IReadOnlyList<LaneView> lanes, FairTurns turns, IReadOnlyDictionary<string, DeviceRoom> rooms,
        Func<WorkBlock, IReadOnlyList<RouteCandidate>> candidates)
    {
        var room = new PlannedRoom(rooms);
        var known = new Dictionary<WorkBlock, IReadOnlyList<RouteCandidate>>();
        var slots = new Dictionary<WorkBlock, Dictionary<string, SlotQuota>>();
        var quotas = new Dictionary<WorkBlock, Dictionary<LaneView, int>>();
        var wanted = appetite.ModelJobs;
        var ranks = lanes
            .Where(lane => appetite.WantsSlotFor(lane.Block))
            .GroupBy(static lane => lane.Lane.Rank)
            .OrderBy(static group => group.Key);
        foreach (var rank in ranks)
        {
            var views = rank.ToDictionary(static view => view.Lane);
            turns.Run(views.Keys, lane => Grant(views[lane]), () => wanted <= 0);
        }

        return [.. quotas.Select(block => new SlotClaim(
            [.. block.Value.Select(static lane => new LaneQuota(lane.Key, lane.Value))], [.. slots[block.Key].Values]))];

        bool Grant(LaneView view)
        {
            var where = known.TryGetValue(view.Block, out var found) ? found : known[view.Block] = candidates(view.Block);
            var ofDevices = slots.GetValueOrDefault(view.Block) ?? [];
            if (room.Best(where, ofDevices) is not { } best)
            {
                return false;
            }

            wanted--;
            slots[view.Block] = ofDevices;
            var isProbe = room.Take(best.DeviceId);
            ofDevices[best.DeviceId] = new SlotQuota(best, (ofDevices.GetValueOrDefault(best.DeviceId)?.Count ?? 0) + 1, isProbe);
            return Increment(quotas.TryGetValue(view.Block, out var ofLanes) ? ofLanes : quotas[view.Block] = [], view);
        }
    }

    private static List<LaneView> BestRank(IReadOnlyList<LaneView> lanes, Func<LaneView, bool> eligible)
    {
        var best = new List<LaneView>();
        foreach (var lane in lanes.Where(eligible))
        {
            if (best.Count > 0 && lane.Lane.Rank > best[0].Lane.Rank)
            {
                continue;
            }

            if (best.Count > 0 && lane.Lane.Rank < best[0].Lane.Rank)
            {
                best.Clear();
            }

            best.Add(lane);
        }

        return best;
    }

    private static List<LaneQuota> Count(List<LaneView> lanes, FairTurns turns, int wanted)
    {
        var views = lanes.ToDictionary(static view => view.Lane);
        var counts = new Dictionary<LaneView, int>();
        turns.Run(views.Keys, lane => Increment(counts, views[lane]), () => wanted-- <= 0);
        return [.. counts.Select(static pair => new LaneQuota(pair.Key, pair.Value))];
    }

    private static bool Increment<T>(Dictionary<T, int> counts, T key)
        where T : notnull
    {
        counts[key] = counts.GetValueOrDefault(key) + 1;
        return true;
    }
}
