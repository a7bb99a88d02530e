using System.Collections.Immutable;
using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Rules;

namespace LlmMcp.Telemetry.Incidents;

/// <summary>What was known before a look, and after it.</summary>
/// <param name="Incidents">Those that are open or not yet told to their end.</param>
/// <param name="Memory">What is remembered beside them.</param>
internal sealed record BookState(ImmutableList<Incident> Incidents, WatchMemory Memory)
{
    public static readonly BookState Empty = new([], new WatchMemory());
}

/// <summary>
/// Makes incidents of what rules see. Pure. For each rule that can tell anything from the look:
/// <list type="number">
/// <item>An event that was not seen before becomes an incident that is over as it begins.</item>
/// <item>What holds for long enough opens, once; what is open and reads differently changes.</item>
/// <item>What is unclear stays as it is.</item>
/// <item>What is open and no longer seen closes after a while; the longer, the more often it came back lately.</item>
/// </list>
/// The first look ever tells nothing: what it sees counts as known.
/// </summary>
internal static class IncidentBook
{
    private const int MostOpen = 1_500;
    private const int MostTracks = 2_000;
    private const int MostEvents = 2_000;

    public static BookState Step(BookState state, Look look, IReadOnlyList<IRule> rules, AlertSettings settings, Func<Guid> newId)
    {
        var pages = new Pages(state, look, newId);
        foreach (var rule in rules.Where(rule => rule.Sees(look)))
        {
            pages.Turn(rule, [.. rule.See(look, settings)]);
        }

        return pages.Close();
    }

    private sealed class Pages(BookState before, Look look, Func<Guid> newId)
    {
        private readonly Dictionary<Guid, Incident> incidents = before.Incidents.ToDictionary(static incident => incident.Id);
        private readonly Dictionary<string, Guid> open = before.Incidents.Where(static incident => incident.State == Incident.Open)
            .ToDictionary(static incident => incident.Identity, static incident => incident.Id);

        private readonly Dictionary<string, Track> tracks = new(before.Memory.Tracks);
        private readonly Dictionary<string, DateTimeOffset> events = new(before.Memory.Events);
        private readonly DateTimeOffset now = look.At;

        public void Turn(IRule rule, List<Finding> findings)
        {
            if (rule.IsEvent)
            {
                // 1.
                findings.ForEach(finding => Happen(rule, finding));
                return;
            }

            var seen = new HashSet<string>();
            foreach (var finding in findings)
            {
                var identity = Incident.IdentityOf(rule.Name, finding.Key);
                if (seen.Add(identity) && finding.Holds)
                {
                    // 2.
                    Hold(rule, identity, finding);
                }
            }

            // 3. is what is in neither of these.
            foreach (var gone in open.Keys.Where(identity => incidents[open[identity]].Rule == rule.Name && !seen.Contains(identity)).ToList())
            {
                // 4.
                Fade(rule, gone);
            }

            foreach (var (identity, track) in tracks.Where(one => one.Value.TrueSince is not null && !seen.Contains(one.Key) && IsOf(rule, one.Key)).ToList())
            {
                tracks[identity] = track with { TrueSince = null };
            }
        }

        public BookState Close()
        {
            // The database's clock alone: it says when jobs failed.
            var latest = look.Reach == Reach.Whole ? look.Dashboard.UpdatedAt ?? now : before.Memory.FailuresUntil;
            var keep = tracks
                .Select(one => KeyValuePair.Create(one.Key, one.Value with { Openings = one.Value.Openings.RemoveAll(at => now - at > Flapping.Window) }))
                .Where(static one => one.Value is not { TrueSince: null, ClearSince: null, Openings.Count: 0 })
                .Take(MostTracks);
            return new BookState(
                [.. incidents.Values.OrderBy(static incident => incident.OpenedAt).ThenBy(static incident => incident.Identity, StringComparer.Ordinal)],
                before.Memory with
                {
                    Started = before.Memory.Started || look.Reach == Reach.Whole,
                    Tracks = keep.ToImmutableSortedDictionary(StringComparer.Ordinal),
                    FailuresUntil = before.Memory.FailuresUntil > latest ? before.Memory.FailuresUntil : latest,
                    Events = events.OrderByDescending(static one => one.Value).Take(MostEvents).ToImmutableSortedDictionary(StringComparer.Ordinal),
                });
        }

        private void Happen(IRule rule, Finding finding)
        {
            var identity = Incident.IdentityOf(rule.Name, finding.Key);
            if (events.TryAdd(identity, now) && before.Memory.Started && incidents.Count < MostOpen)
            {
                Add(rule, identity, finding, now, Incident.Closed, Incident.Nothing, finding.Text);
            }
        }

        private void Hold(IRule rule, string identity, Finding finding)
        {
            var track = tracks.GetValueOrDefault(identity, Track.None);
            if (open.TryGetValue(identity, out var id))
            {
                tracks[identity] = track with { ClearSince = null };
                var text = Flapping.Text(finding.Text, track.Openings.Count(at => now - at <= Flapping.Window));
                incidents[id] = incidents[id] with { Text = text, Subject = finding.Subject };
                return;
            }

            var since = track.TrueSince ?? now;
            var silent = !before.Memory.Started && rule.OpenAfter == TimeSpan.Zero;
            if (!silent && now - since < rule.OpenAfter)
            {
                tracks[identity] = track with { TrueSince = since };
            }
            else if (open.Count < MostOpen)
            {
                var openings = silent ? track.Openings : track.Openings.Add(now);
                tracks[identity] = new Track(null, null, openings);
                open[identity] = Add(rule, identity, finding, since, Incident.Open, silent ? Incident.Opening : Incident.Nothing, Flapping.Text(finding.Text, openings.Count));
            }
        }

        private void Fade(IRule rule, string identity)
        {
            var track = tracks.GetValueOrDefault(identity, Track.None);
            var since = track.ClearSince ?? now;
            if (now - since < Flapping.CloseAfter(rule.CloseAfter, track.Openings.Count(at => now - at <= Flapping.Window)))
            {
                tracks[identity] = track with { ClearSince = since };
                return;
            }

            tracks[identity] = track with { ClearSince = null };
            open.Remove(identity, out var id);
            var incident = incidents[id];
            var text = rule.Over(incident.Key(), incident.Subject, since - incident.OpenedAt, look);
            incidents[id] = incident with
            {
                State = Incident.Closed,
                ClosedAt = since > incident.OpenedAt ? since : incident.OpenedAt,
                Text = text ?? incident.Text,
                Told = text is null ? Incident.Ending : incident.Told,
            };
        }

        private Guid Add(IRule rule, string identity, Finding finding, DateTimeOffset since, string state, string told, string text)
        {
            var incident = new Incident(
                newId(), identity, rule.Name, finding.Subject, rule.Severity.ToString().ToLowerInvariant(), state, told, text, since,
                state == Incident.Closed ? now : null, null);
            incidents.Add(incident.Id, incident);
            return incident.Id;
        }

        private static bool IsOf(IRule rule, string identity) => identity == rule.Name || identity.StartsWith(rule.Name + ":", StringComparison.Ordinal);
    }
}
