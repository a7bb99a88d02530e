namespace LlmMcp.Core.Scheduling.Waiting;

/// <summary>A device a job may run on.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Seconds">What one such job takes there; null when never measured.</param>
internal readonly record struct WorkPlace(string DeviceId, double? Seconds);

/// <summary>
/// Spreads waiting work over slots as the claims would, by measured seconds per job, and says when what becomes free. Each
/// block fills its places to one level, like water: nobody waits for one device while another one is idle. What was never
/// measured is left out, and where only that is in the way the answer is null. Pure; not thread-safe.
/// </summary>
internal sealed class WorkShare
{
    // By device the seconds until each of its slots is free.
    private readonly Dictionary<string, double[]> slots;

    // Devices of which nobody can say when they will be free.
    private readonly HashSet<string> unmeasured = [];

    /// <param name="slots">Per slot its device and the seconds until it is free; null when what runs there was never measured.</param>
    public WorkShare(IEnumerable<(string DeviceId, double? FreeIn)> slots)
    {
        var byDevice = slots.ToLookup(static slot => slot.DeviceId, static slot => slot.FreeIn);
        this.slots = byDevice.ToDictionary(static device => device.Key, static device => device.OfType<double>().ToArray());
        unmeasured.UnionWith(this.slots.Where(static device => device.Value.Length == 0).Select(static device => device.Key));
    }

    private WorkShare(WorkShare other)
    {
        slots = other.slots.ToDictionary(static device => device.Key, static device => (double[])device.Value.Clone());
        unmeasured.UnionWith(other.unmeasured);
    }

    /// <summary>The same state, to be filled on its own.</summary>
    public WorkShare Copy() => new(this);

    /// <summary>Lets jobs run on these places before anything that is asked or filled later.</summary>
    public void Fill(IReadOnlyList<WorkPlace> places, int jobs)
    {
        var lines = Lines(places);
        if (lines.Count == 0)
        {
            // They will run somewhere here, nobody knows for how long.
            unmeasured.UnionWith(places.Select(static place => place.DeviceId));
            return;
        }

        lines.Sort(static (a, b) => a.FreeIn.CompareTo(b.FreeIn));
        var level = Level(lines, jobs);
        foreach (var device in lines.Select(static line => line.DeviceId).Distinct())
        {
            var times = slots[device];
            for (var i = 0; i < times.Length; i++)
            {
                times[i] = Math.Max(times[i], level);
            }
        }
    }

    /// <summary>Seconds until one more job on these places is answered; null when that cannot be said.</summary>
    public double? AnswerIn(IReadOnlyList<WorkPlace> places)
    {
        double? best = null;
        foreach (var line in Lines(places))
        {
            var answered = line.FreeIn + line.Seconds;
            best = best is null || answered < best ? answered : best;
        }

        return best;
    }

    /// <summary>Seconds until the device has room for one more job; null when that cannot be said.</summary>
    public double? FreeIn(string deviceId) =>
        unmeasured.Contains(deviceId) || !slots.TryGetValue(deviceId, out var times) || times.Length == 0 ? null : times.Min();

    // With the first k slots working, n jobs are done when the sum of (T - free) / seconds is n; as soon as that is before the
    // next slot becomes free, that slot has no part in it.
    private static double Level(List<Line> lines, int jobs)
    {
        var (rate, debt) = (0d, 0d);
        for (var i = 0; i < lines.Count; i++)
        {
            rate += 1 / lines[i].Seconds;
            debt += lines[i].FreeIn / lines[i].Seconds;
            var level = (jobs + debt) / rate;
            if (i + 1 == lines.Count || level <= lines[i + 1].FreeIn)
            {
                return level;
            }
        }

        return 0;
    }

    private List<Line> Lines(IReadOnlyList<WorkPlace> places)
    {
        var lines = new List<Line>();
        foreach (var place in places)
        {
            if (place.Seconds is > 0 and { } seconds && !unmeasured.Contains(place.DeviceId) && slots.TryGetValue(place.DeviceId, out var times))
            {
                lines.AddRange(times.Select(freeIn => new Line(place.DeviceId, freeIn, seconds)));
            }
        }

        return lines;
    }

    private readonly record struct Line(string DeviceId, double FreeIn, double Seconds);
}
