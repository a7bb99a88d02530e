using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Scheduling;

/// <summary>
/// The lanes this Core believes to have ready jobs, and where each begins. Filled by its own submits at once and by
/// <see cref="ClaimSql.ListLanes"/> for everything else. Belief only steers the next claim; it never decides one. Thread-safe.
/// </summary>
internal sealed class LaneBook
{
    /// <summary>Lanes looked at in one round. A flood of one-job sources beyond it is served in rounds.</summary>
    public const int MaxLanes = 4096;

    private static readonly Guid Newest = Guid.AllBitsSet;

    private readonly Lock gate = new();
    private readonly Dictionary<Lane, Entry> lanes = [];
    private long version;
    private bool stale = true;

    /// <summary>True when the database may have lanes that are not here.</summary>
    public bool Stale
    {
        get
        {
            lock (gate)
            {
                return stale;
            }
        }
    }

    /// <summary>
    /// These lanes just got jobs, the oldest of which is named; null: some lanes did. An id is made before its commit, so a new
    /// job may be older than the head.
    /// </summary>
    public void Add(IReadOnlyDictionary<Lane, Guid>? ready)
    {
        lock (gate)
        {
            version++;
            if (ready is null || lanes.Count + ready.Count > MaxLanes)
            {
                stale = true;
                return;
            }

            foreach (var (lane, oldest) in ready)
            {
                lanes[lane] = lanes.TryGetValue(lane, out var known)
                    ? known with { Version = version, Head = Older(known.Head, oldest), Added = Older(known.Added, oldest) }
                    : new Entry(WorkBlock.Parse(lane.Block), Guid.Empty, oldest, version);
            }
        }
    }

    /// <summary>From here to <see cref="Replace"/> the database is read; news of that time must not be lost.</summary>
    public long BeginRefresh()
    {
        lock (gate)
        {
            stale = false;
            return version;
        }
    }

    /// <summary>What the database had. Lanes that got jobs since <paramref name="since"/> stay.</summary>
    public void Replace(IReadOnlyList<(Lane Lane, Guid Head)> found, long since)
    {
        lock (gate)
        {
            foreach (var lane in lanes.Where(pair => pair.Value.Version <= since).Select(static pair => pair.Key).ToList())
            {
                lanes.Remove(lane);
            }

            foreach (var (lane, head) in found)
            {
                lanes[lane] = lanes.TryGetValue(lane, out var known)
                    ? known with { Head = Older(head, known.Added) }
                    : new Entry(WorkBlock.Parse(lane.Block), head, Newest, since);
            }
        }
    }

    /// <summary>The lanes now.</summary>
    public IReadOnlyList<LaneView> View()
    {
        lock (gate)
        {
            return [.. lanes.Select(static pair => new LaneView(pair.Key, pair.Value.Block, pair.Value.Head, pair.Value.Version))];
        }
    }

    /// <summary>A claim took jobs of the lane up to <paramref name="last"/>; <paramref name="drained"/>: there were no more.</summary>
    public void Advance(LaneView seen, Guid last, bool drained)
    {
        lock (gate)
        {
            if (!lanes.TryGetValue(seen.Lane, out var entry))
            {
                return;
            }

            // A submit that came in while the claim was under way may be what the claim did not see.
            if (drained && entry.Version == seen.Version)
            {
                lanes.Remove(seen.Lane);
            }
            else
            {
                // A drained lane starts from the beginning: a job that returned is older than the last one taken.
                lanes[seen.Lane] = entry with { Head = drained ? Guid.Empty : Older(last, entry.Added), Added = Newest };
            }
        }
    }

    private static Guid Older(Guid a, Guid b) => a < b ? a : b;

    // Added: the oldest job that came in since the last claim, which the claim may not have seen.
    private readonly record struct Entry(WorkBlock Block, Guid Head, Guid Added, long Version);
}

/// <summary>A lane as a plan sees it.</summary>
/// <param name="Lane">Its key.</param>
/// <param name="Block">Its block, read.</param>
/// <param name="Head">No ready job of the lane is older than this id, as far as known.</param>
/// <param name="Version">To recognise news that came in between.</param>
internal readonly record struct LaneView(Lane Lane, WorkBlock Block, Guid Head, long Version);
