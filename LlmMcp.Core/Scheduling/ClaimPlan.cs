using LlmMcp.Core.Fleet;

namespace LlmMcp.Core.Scheduling;

/// <summary>What a worker is ready for.</summary>
/// <param name="Kinds">Exact kinds it runs.</param>
/// <param name="ModelJobs">Jobs with a slot it can take now.</param>
/// <param name="LightJobs">Jobs without a slot it can take now.</param>
internal sealed record Appetite(IReadOnlySet<string> Kinds, int ModelJobs, int LightJobs);

/// <summary>Jobs to take from one lane.</summary>
internal readonly record struct LaneQuota(LaneView Lane, int Count);

/// <summary>Slots to take of one device.</summary>
internal readonly record struct SlotQuota(string DeviceId, int Count);

/// <summary>Jobs of one block and the slots they are to run on.</summary>
internal sealed record SlotClaim(IReadOnlyList<LaneQuota> Lanes, IReadOnlyList<SlotQuota> Slots);

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
    /// Claims with slots, one per block. <paramref name="free"/> is what each device has free; <paramref name="candidates"/>
    /// answers the devices that can run a block, best first.
    /// </summary>
    public static IReadOnlyList<SlotClaim> WithSlots(
        Appetite appetite, IReadOnlyList<LaneView> lanes, FairTurns turns, IReadOnlyDictionary<string, int> free,
        Func<WorkBlock, IReadOnlyList<string>> candidates)
    {
        var left = free.ToDictionary();
        var slots = new Dictionary<string, Dictionary<string, int>>();
        var quotas = new Dictionary<string, Dictionary<LaneView, int>>();
        var wanted = appetite.ModelJobs;
        var ranks = lanes
            .Where(lane => lane.Block.NeedsSlot && appetite.Kinds.Contains(lane.Block.Kind))
            .GroupBy(static lane => lane.Lane.Rank)
            .OrderBy(static group => group.Key);
        foreach (var rank in ranks)
        {
            var views = rank.ToDictionary(static view => view.Lane);
            turns.Run(views.Keys, lane => Grant(views[lane]), () => wanted <= 0);
        }

        return [.. quotas.Select(block => new SlotClaim(
            [.. block.Value.Select(static lane => new LaneQuota(lane.Key, lane.Value))],
            [.. slots[block.Key].Select(static device => new SlotQuota(device.Key, device.Value))]))];

        bool Grant(LaneView view)
        {
            var device = candidates(view.Block).FirstOrDefault(id => left.GetValueOrDefault(id) > 0);
            if (device is null)
            {
                return false;
            }

            left[device]--;
            wanted--;
            var block = view.Lane.Block;
            Increment(quotas.TryGetValue(block, out var ofLanes) ? ofLanes : quotas[block] = [], view);
            Increment(slots.TryGetValue(block, out var ofDevices) ? ofDevices : slots[block] = [], device);
            return true;
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
