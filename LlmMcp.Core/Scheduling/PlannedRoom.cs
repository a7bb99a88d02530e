using LlmMcp.Core.Routing;

namespace LlmMcp.Core.Scheduling;

/// <summary>The room of all devices less what one plan has given away already; says where the next job runs best.</summary>
internal sealed class PlannedRoom(IReadOnlyDictionary<string, DeviceRoom> rooms)
{
    private readonly Dictionary<string, int> taken = [];

    /// <summary>
    /// The best candidate whose device has a free slot: first by preference, then one with the model loaded and nothing else to
    /// do, then the fastest, then the largest model, then the one named first. Null when all are full.
    /// </summary>
    /// <param name="candidates">Where the job may run.</param>
    /// <param name="bound">What the plan already runs of the same block: a device gets one model per claim.</param>
    public RouteCandidate? Best(IReadOnlyList<RouteCandidate> candidates, IReadOnlyDictionary<string, SlotQuota> bound)
    {
        RouteCandidate? best = null;
        foreach (var candidate in candidates)
        {
            if (HasRoom(candidate)
                && (!bound.TryGetValue(candidate.DeviceId, out var quota) || ReferenceEquals(quota.Candidate, candidate))
                && (best is null || Compare(candidate, best) < 0))
            {
                best = candidate;
            }
        }

        return best;
    }

    /// <summary>Gives a slot away; true when it is the one probe of an open circuit.</summary>
    public bool Take(string deviceId)
    {
        taken[deviceId] = taken.GetValueOrDefault(deviceId) + 1;
        return rooms[deviceId].ProbeDue;
    }

    private bool HasRoom(RouteCandidate candidate)
    {
        var room = rooms.GetValueOrDefault(candidate.DeviceId);
        var given = taken.GetValueOrDefault(candidate.DeviceId);
        return room.Free > given && (given == 0 || !(room.ProbeDue || candidate.IsProbe));
    }

    private bool IsWarm(RouteCandidate candidate)
    {
        var room = rooms[candidate.DeviceId];
        return candidate.Loaded && room.Free - taken.GetValueOrDefault(candidate.DeviceId) == room.Total;
    }

    private int Compare(RouteCandidate a, RouteCandidate b)
    {
        var order = a.Preference.CompareTo(b.Preference);
        order = order != 0 ? order : IsWarm(b).CompareTo(IsWarm(a));
        order = order != 0 ? order : (b.TokensPerSecond ?? 0).CompareTo(a.TokensPerSecond ?? 0);
        return order != 0 ? order : (b.ParamsB ?? 0).CompareTo(a.ParamsB ?? 0);
    }
}
