using System.Collections.Immutable;
using LlmMcp.Telemetry.Rules;

namespace LlmMcp.Telemetry.Incidents;

/// <summary>A bulletin that is new or reads differently, with the incidents it speaks of now.</summary>
/// <param name="Bulletin">What it says.</param>
/// <param name="Event"><see cref="Alert"/> for a new one, <see cref="Grown"/> for one with more lines, <see cref="Update"/> for one whose lines read differently.</param>
/// <param name="Incidents">Those that made it new or different.</param>
internal sealed record Telling(Bulletin Bulletin, string Event, IReadOnlyList<Incident> Incidents)
{
    public const string Alert = "alert";
    public const string Grown = "grown";
    public const string Update = "update";
}

/// <summary>What is to be said after a look.</summary>
/// <param name="State">In which all of it counts as told.</param>
/// <param name="Tellings">In the order in which they are sent.</param>
internal sealed record Composition(BookState State, IReadOnlyList<Telling> Tellings);

/// <summary>
/// Puts what is not yet told into as few messages as can be read. Pure.
/// <list type="number">
/// <item>What came and went while nothing was told is not told any more.</item>
/// <item>Lines of one family that come in numbers, now or together with those of the last minutes, are one message; it grows by edits.</item>
/// <item>All other lines of a look are one message.</item>
/// <item>A line that reads differently is edited where it stands.</item>
/// </list>
/// </summary>
internal static class Composer
{
    /// <summary>Lines of one family from which they are a digest.</summary>
    public const int DigestFrom = 5;

    /// <summary>For how long a digest takes in more lines.</summary>
    public static readonly TimeSpan DigestWindow = TimeSpan.FromMinutes(10);

    private const int MostBulletins = 200;
    private const int MostLines = 500;
    private static readonly TimeSpan Forget = TimeSpan.FromDays(7);

    public static Composition Compose(BookState state, DateTimeOffset now, Hush hush, Func<Guid> newId)
    {
        var incidents = state.Incidents.ToDictionary(static incident => incident.Id, static incident => Settle(incident));
        var bulletins = state.Memory.Bulletins.ToDictionary(static bulletin => bulletin.Id);
        var touched = new List<(Guid Bulletin, string Event, List<Incident> Of)>();
        var news = incidents.Values.Where(incident => IsNews(incident) && Passes(incident, hush))
            .OrderBy(static incident => AllRules.Place(incident.Rule)).ThenBy(static incident => incident.Subject, StringComparer.Ordinal)
            .ThenBy(static incident => incident.Identity, StringComparer.Ordinal).ToList();

        var rest = new List<Incident>();
        foreach (var group in news.GroupBy(GroupOf))
        {
            var recent = bulletins.Values.Where(bulletin => now - bulletin.GrownAt <= DigestWindow).OrderBy(static bulletin => bulletin.At).ToList();
            var lately = recent.SelectMany(static bulletin => bulletin.Lines).Count(line => line.Group == group.Key);
            if (group.Key.Length == 0 || lately + group.Count() < DigestFrom)
            {
                // 3.
                rest.AddRange(group);
                continue;
            }

            // 2.
            Write(recent.FindLast(bulletin => bulletin.Lines.All(line => line.Group == group.Key)), [.. group]);
        }

        foreach (var message in rest.GroupBy(static incident => AllRules.Find(incident.Rule)?.Family == Family.Core).OrderByDescending(static one => one.Key))
        {
            Write(null, [.. message.OrderBy(static incident => AllRules.Place(incident.Rule))]);
        }

        // 4.
        foreach (var incident in incidents.Values.Where(static incident => incident is { State: Incident.Open, Told: Incident.Opening, Message: not null }).ToList())
        {
            if (bulletins.TryGetValue(incident.Message!.Value, out var bulletin) && bulletin.Lines.Find(line => line.Incident == incident.Id) is { } line && line.Text != incident.Text)
            {
                bulletins[bulletin.Id] = bulletin with { Lines = bulletin.Lines.Replace(line, line with { Text = incident.Text }) };
                touched.Add((bulletin.Id, Telling.Update, [incident]));
            }
        }

        var open = incidents.Values.Where(static incident => incident.State == Incident.Open).Select(static incident => incident.Message).OfType<Guid>().ToHashSet();
        var kept = bulletins.Values.Where(bulletin => now - bulletin.GrownAt <= DigestWindow || (open.Contains(bulletin.Id) && now - bulletin.At <= Forget))
            .OrderBy(static bulletin => bulletin.At).TakeLast(MostBulletins);
        return new Composition(
            new BookState([.. incidents.Values.OrderBy(static incident => incident.OpenedAt).ThenBy(static incident => incident.Identity, StringComparer.Ordinal)],
                state.Memory with { Bulletins = [.. kept] }),
            [.. touched.Select(one => new Telling(bulletins[one.Bulletin], one.Event, one.Of))]);

        void Write(Bulletin? into, List<Incident> lines)
        {
            var bulletin = into ?? new Bulletin(newId(), now, now, []);
            bulletins[bulletin.Id] = bulletin with
            {
                GrownAt = now,
                Lines = [.. bulletin.Lines.Concat(lines.Select(static incident => new BulletinLine(incident.Id, incident.Text, GroupOf(incident)))).Take(MostLines)],
            };
            foreach (var incident in lines)
            {
                incidents[incident.Id] = incident.State == Incident.Open
                    ? incident with { Told = Incident.Opening, Message = bulletin.Id }
                    : incident with { Told = Incident.Ending };
            }

            touched.Add((bulletin.Id, into is null ? Telling.Alert : Telling.Grown, lines));
        }
    }

    // 1. An event is news although it is over; of the end of a rule that is no more nobody can tell.
    private static Incident Settle(Incident incident)
    {
        var rule = AllRules.Find(incident.Rule);
        return incident.State == Incident.Closed && (rule is null || (incident.Told == Incident.Nothing && !rule.IsEvent))
            ? incident with { Told = Incident.Ending }
            : incident;
    }

    private static bool IsNews(Incident incident) => incident.State == Incident.Open ? incident.Told == Incident.Nothing : incident.Told != Incident.Ending;

    private static bool Passes(Incident incident, Hush hush) => hush switch
    {
        Hush.None => true,
        Hush.Quiet => incident.Severity == "critical",
        _ => false,
    };

    private static string GroupOf(Incident incident) => AllRules.Find(incident.Rule) switch
    {
        null or { Family: Family.Core } => "",
        { IsEvent: true } rule => $"{rule.Family}",
        var rule => $"{rule.Family} {incident.State}",
    };
}
