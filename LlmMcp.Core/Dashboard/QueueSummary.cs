using LlmMcp.Core.Fleet;
using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Dashboard;

/// <summary>The counters of jobs, put together. Pure.</summary>
internal static class QueueSummary
{
    /// <summary>The model of jobs whose model is chosen when they start.</summary>
    public const string AutoModel = "auto";

    /// <summary>Most kinds, models and sources listed.</summary>
    public const int Most = 20;

    /// <summary>The kinds beyond those the counters name.</summary>
    public const string OtherKinds = "other";

    private const string Submitted = "submitted";

    /// <summary>Jobs by status, of the kinds <paramref name="counts"/> lets through; only statuses that occur.</summary>
    public static Dictionary<string, long> ByStatus(DashboardFacts facts, Func<string, bool> counts) =>
        ByStatus(facts.Totals.Where(total => counts(total.Kind)), facts.Running.Where(count => counts(count.Kind)));

    /// <summary>What waits, by kind, model and source.</summary>
    public static QueueView Queue(DashboardFacts facts)
    {
        var queued = ByStatus(facts, static _ => true).GetValueOrDefault(JobStatus.Queued);
        var lanes = facts.Lanes.Concat(facts.Waiting).ToList();
        return new QueueView(
            queued, facts.Waiting.Sum(static lane => lane.Jobs), Oldest(facts),
            [.. ByKind(facts).Take(Most)],
            [.. Top(lanes, static lane => ModelOf(lane.Block)).Select(static model => new ModelQueueView(model.Key, model.Value))],
            [.. Top(lanes, static lane => lane.Source).Select(static source => new SourceQueueView(source.Key, source.Value))],
            AtLeast: lanes.Sum(static lane => lane.Jobs) < queued);
    }

    /// <summary>Queued and running jobs of each kind that has any, most queued first.</summary>
    public static IEnumerable<KindView> ByKind(DashboardFacts facts)
    {
        var (totals, running) = (facts.Totals.ToLookup(static total => total.Kind), facts.Running.ToLookup(static count => count.Kind));
        return totals.Select(static kind => kind.Key).Union(running.Select(static kind => kind.Key))
            .Select(kind => (Kind: kind, Statuses: ByStatus(totals[kind], running[kind])))
            .Select(static kind => new KindView(
                kind.Kind.Length == 0 ? OtherKinds : kind.Kind, kind.Statuses.GetValueOrDefault(JobStatus.Queued), kind.Statuses.GetValueOrDefault(JobStatus.Running)))
            .Where(static kind => kind.Queued > 0 || kind.Running > 0)
            .OrderByDescending(static kind => kind.Queued).ThenByDescending(static kind => kind.Running).ThenBy(static kind => kind.Kind, StringComparer.Ordinal);
    }

    /// <summary>Seconds since the oldest ready job was submitted; null when none waits.</summary>
    public static double? Oldest(DashboardFacts facts) => facts.Lanes.Count == 0 ? null : Math.Round(Math.Max(0, facts.Lanes.Max(static lane => lane.OldestSeconds ?? 0)), 1);

    /// <summary>The last 60 minutes, oldest first, quiet ones at zero.</summary>
    public static IReadOnlyList<MinuteView> Minutes(DashboardFacts facts)
    {
        var counts = facts.Minutes.ToLookup(static count => count.Minute.UtcDateTime);
        var last = new DateTime(facts.At.UtcTicks - (facts.At.UtcTicks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);
        return [.. Enumerable.Range(-59, 60).Select(offset => last.AddMinutes(offset)).Select(minute =>
        {
            var events = counts[minute].ToDictionary(static count => count.Event, static count => count.Jobs);
            return new MinuteView(
                minute, events.GetValueOrDefault(Submitted), events.GetValueOrDefault(JobStatus.Done), events.GetValueOrDefault(JobStatus.Error),
                events.GetValueOrDefault(JobStatus.Canceled));
        })];
    }

    private static Dictionary<string, long> ByStatus(IEnumerable<KindCount> totals, IEnumerable<RunningCount> runs)
    {
        var events = totals.GroupBy(static total => total.Event).ToDictionary(static total => total.Key, static total => total.Sum(static kind => kind.Jobs));
        var running = runs.Sum(static count => count.Jobs);
        var (done, error, canceled) = (events.GetValueOrDefault(JobStatus.Done), events.GetValueOrDefault(JobStatus.Error), events.GetValueOrDefault(JobStatus.Canceled));
        // What was submitted and has neither ended nor runs is queued: nobody counts a million rows.
        var queued = events.GetValueOrDefault(Submitted) - done - error - canceled - running;
        var statuses = new Dictionary<string, long>();
        foreach (var (status, jobs) in new[] { (JobStatus.Queued, queued), (JobStatus.Running, running), (JobStatus.Done, done), (JobStatus.Error, error), (JobStatus.Canceled, canceled) })
        {
            if (jobs > 0)
            {
                statuses.Add(status, jobs);
            }
        }

        return statuses;
    }

    private static IEnumerable<KeyValuePair<string, long>> Top(IEnumerable<LaneCount> lanes, Func<LaneCount, string?> key) => lanes
        .Select(lane => (Key: key(lane), lane.Jobs)).Where(static lane => lane.Key is not null)
        .GroupBy(static lane => lane.Key!).Select(static group => KeyValuePair.Create(group.Key, group.Sum(static lane => lane.Jobs)))
        .OrderByDescending(static group => group.Value).ThenBy(static group => group.Key, StringComparer.Ordinal).Take(Most);

    // Null for a kind that calls no model.
    private static string? ModelOf(string text)
    {
        var block = WorkBlock.Parse(text);
        return block.IsLateBound ? AutoModel : block.Model.Length > 0 ? block.Model : block.NeedsSlot ? AutoModel : null;
    }
}
