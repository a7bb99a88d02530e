using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Routing;

namespace LlmMcp.Core.Scheduling;

/// <summary>Jobs with slots for one worker: what it may run where, by the room there is now, and the claims that follow.</summary>
internal sealed class SlotWork(ClaimTaker taker, IDeviceSource devices, ILogger<SlotWork> logger)
{
    /// <summary>Devices or their models changed.</summary>
    public event Action? Changed
    {
        add => devices.Changed += value;
        remove => devices.Changed -= value;
    }

    /// <summary>Claims to make for the worker, one per block; empty when there is nothing for it or nowhere to run it.</summary>
    public async Task<IReadOnlyList<SlotClaim>> PlanAsync(
        string worker, Appetite appetite, IReadOnlyList<LaneView> lanes, FairTurns turns, CancellationToken cancellationToken)
    {
        if (appetite.ModelJobs <= 0 || !lanes.Any(lane => appetite.WantsSlotFor(lane.Block)))
        {
            return [];
        }

        var rooms = await taker.ReadRoomAsync(cancellationToken);
        return rooms.Count == 0 ? [] : ClaimPlan.WithSlots(appetite, lanes, turns, rooms, block => Candidates(worker, appetite, block));
    }

    /// <summary>Makes a claim. Fewer jobs than it asked for: too few were there, or the devices no longer allowed it.</summary>
    public async Task<List<ClaimedJob>> TakeAsync(IWorkOffer offer, SlotClaim claim)
    {
        // Not canceled: a claim that was committed and never read would be held by nobody.
        var jobs = await taker.TakeAsync(offer.WorkerId, offer.LeaseSeconds, claim, CancellationToken.None);
        var quotas = claim.Slots.ToDictionary(static slot => slot.Candidate.DeviceId);
        for (var i = 0; i < jobs.Count; i++)
        {
            var quota = quotas[jobs[i].DeviceId!];
            jobs[i] = jobs[i] with { ExpectedLoad = quota.Candidate.Loaded ? TimeSpan.Zero : quota.Candidate.ExpectedLoad };
            if (quota.IsProbe)
            {
                CircuitLog.Probing(logger, quota.Candidate.DeviceId, jobs[i].Id);
            }
        }

        return jobs;
    }

    private List<RouteCandidate> Candidates(string worker, Appetite appetite, WorkBlock block) =>
        [.. devices.Candidates(block).Where(candidate => appetite.Kinds.Contains(candidate.Kind) && devices.Reaches(worker, candidate.DeviceId))];
}
