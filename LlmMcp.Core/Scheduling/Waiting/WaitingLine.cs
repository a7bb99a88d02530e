using System.Collections.Frozen;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs.Follow;
using LlmMcp.Core.Routing;

namespace LlmMcp.Core.Scheduling.Waiting;

/// <summary>
/// A picture of what waits, thought through: which jobs compete for the same devices, who comes first, how long it takes. Pure.
/// Fairness is left out: within a priority the older job counts as the earlier one.
/// </summary>
internal sealed class WaitingLine
{
    private readonly Lock gate = new();
    private readonly WaitingPicture picture;
    private readonly List<WaitingLane> lanes;
    private readonly Func<WorkBlock, IReadOnlyList<RouteCandidate>> candidates;
    private readonly Func<string, string, string, double?> secondsPerJob;
    private readonly WorkShare running;
    private readonly Dictionary<WorkBlock, (IReadOnlyList<WorkPlace> Places, HashSet<string> Devices)> places = [];
    private readonly Lazy<Dictionary<Guid, int>> laneOf;

    /// <param name="picture">What waits and runs.</param>
    /// <param name="candidates">Where jobs of a block may run.</param>
    /// <param name="secondsPerJob">By device, kind and model what a job takes; null when never measured.</param>
    public WaitingLine(
        WaitingPicture picture, Func<WorkBlock, IReadOnlyList<RouteCandidate>> candidates, Func<string, string, string, double?> secondsPerJob)
    {
        (this.picture, this.candidates, this.secondsPerJob) = (picture, candidates, secondsPerJob);
        running = new WorkShare(picture.Slots.Select(slot => (slot.DeviceId, FreeIn(slot))));
        lanes = [.. picture.Lanes.OrderBy(static lane => lane.Lane.Rank)];
        laneOf = new(() => lanes.SelectMany(static (lane, i) => lane.Ids.Select(id => (id, i))).ToDictionary(static pair => pair.id, static pair => pair.i));
    }

    /// <summary>Jobs counted.</summary>
    public int Count => lanes.Sum(static lane => lane.Count);

    /// <summary>Where a job stands; null when it is not among those counted. Any thread may ask.</summary>
    public QueuePlace? PlaceOf(Guid job)
    {
        lock (gate)
        {
            return laneOf.Value.TryGetValue(job, out var index) ? PlaceOf(job, lanes[index]) : null;
        }
    }

    /// <summary>When each device has room for one more job; <paramref name="last"/> itself when nothing changed.</summary>
    public Backlog Backlog(Backlog last)
    {
        var share = running.Copy();
        foreach (var block in lanes.GroupBy(static lane => (lane.Lane.Rank, lane.Block)))
        {
            share.Fill(PlacesOf(block.Key.Block).Places, block.Sum(static lane => lane.Count));
        }

        // Whole seconds: what was decided from one backlog stays good for the next.
        var busy = picture.Slots.Select(static slot => slot.DeviceId).Distinct()
            .Select(device => (Device: device, Seconds: share.FreeIn(device) is { } seconds ? Math.Round(seconds) : (double?)null))
            .Where(static device => device.Seconds != 0)
            .ToFrozenDictionary(static device => device.Device, static device => new DeviceBacklog(device.Seconds));
        return busy.Count == last.Devices.Count && busy.All(pair => last.Devices.GetValueOrDefault(pair.Key) == pair.Value) ? last
            : busy.Count == 0 ? Fleet.Backlog.Empty : new Backlog(busy);
    }

    private QueuePlace PlaceOf(Guid job, WaitingLane own)
    {
        var (ownPlaces, ownDevices) = PlacesOf(own.Block);
        var (before, share) = (0, running.Copy());
        foreach (var lane in lanes.TakeWhile(lane => lane.Lane.Rank <= own.Lane.Rank))
        {
            if (lane.Block != own.Block && !PlacesOf(lane.Block).Devices.Overlaps(ownDevices))
            {
                continue;
            }

            var first = lane.Lane.Rank < own.Lane.Rank ? lane.Count : OlderThan(lane, job);
            before += first;
            if ((lane.More && first == lane.Count) || before > WaitingReader.MaxPosition)
            {
                return new QueuePlace(null, null);
            }

            if (first > 0)
            {
                share.Fill(PlacesOf(lane.Block).Places, first);
            }
        }

        return new QueuePlace(before, share.AnswerIn(ownPlaces) is { } seconds ? (int)Math.Ceiling(seconds) : null);
    }

    private static int OlderThan(WaitingLane lane, Guid job)
    {
        var (low, high) = (0, lane.Ids.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = lane.Ids[middle] < job ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private double? FreeIn(SlotState slot) => slot.Running is not { } work ? 0
        : secondsPerJob(slot.DeviceId, work.Kind, work.Model) is { } seconds ? Math.Max(0, seconds - work.Seconds)
        : null;

    private (IReadOnlyList<WorkPlace> Places, HashSet<string> Devices) PlacesOf(WorkBlock block)
    {
        if (!places.TryGetValue(block, out var known))
        {
            List<WorkPlace> found = [.. candidates(block)
                .Where(candidate => picture.ServedKinds.Contains(candidate.Kind))
                .DistinctBy(static candidate => candidate.DeviceId)
                .Select(candidate => new WorkPlace(candidate.DeviceId, secondsPerJob(candidate.DeviceId, candidate.Kind, candidate.Model)))];
            places[block] = known = (found, [.. found.Select(static place => place.DeviceId)]);
        }

        return known;
    }
}
