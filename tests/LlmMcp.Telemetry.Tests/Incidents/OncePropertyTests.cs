using FsCheck;
using FsCheck.Fluent;
using LlmMcp.Telemetry.Incidents;
using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Tests.Rig;

namespace LlmMcp.Telemetry.Tests.Incidents;

/// <summary>Whatever happens, in whatever order, also with restarts and quiet hours: nothing is told twice, nothing is lost.</summary>
public sealed class OncePropertyTests
{
    private static readonly string[] Ids = ["a", "b", "c", "d", "e", "f", "g"];

    [Fact]
    public void Each_state_of_an_incident_is_told_at_most_once()
    {
        var step = from down in Gen.Choose(0, 127)
                   from queued in Gen.Choose(0, 2)
                   from running in Gen.Choose(0, 1)
                   from failed in Gen.Choose(0, 6)
                   from reach in Gen.Choose(0, 7)
                   from hush in Gen.Choose(0, 5)
                   from seconds in Gen.Choose(10, 400)
                   select (Down: down, Queued: queued, Running: running, Failed: failed, Reach: reach, Hush: hush, Seconds: seconds);
        var walks = Gen.NonEmptyListOf(step).Resize(60).ToArbitrary();

        Prop.ForAll(walks, walk =>
        {
            var teller = new Teller();
            var now = 0d;
            foreach (var look in walk)
            {
                now += look.Seconds;
                teller.Hush = look.Hush switch { 0 => Hush.Mute, 1 => Hush.Quiet, _ => Hush.None };
                teller.See(See(look.Down, look.Queued, look.Running, look.Failed, look.Reach, now));
            }

            // Everything is well in the end, for long enough.
            teller.Hush = Hush.None;
            for (var minute = 0; minute < 40; minute++)
            {
                teller.See(See(0, 0, 0, 0, 7, now += 60));
            }

            var news = teller.Tellings.Where(static telling => telling.Event != Telling.Update).SelectMany(static telling => telling.Incidents).ToList();
            Assert.Equal(news.Count, news.Select(static incident => (incident.Id, incident.State)).Distinct().Count());
            var ends = news.Where(static incident => incident.State == Incident.Closed && incident.Rule != "job_failed").ToList();
            // What was told to be wrong was told to be over.
            Assert.Subset(ends.Select(static incident => incident.Id).ToHashSet(), news.Where(static incident => incident.State == Incident.Open).Select(static incident => incident.Id).ToHashSet());
            // Nothing is left to be told, and of one identity no two were open at once.
            Assert.Empty(teller.State.Incidents);
            var jobs = news.Where(static incident => incident.Rule == "job_failed").Select(static incident => incident.Identity).ToList();
            Assert.Equal(jobs.Count, jobs.Distinct().Count());
        }).QuickCheckThrowOnFailure();
    }

    private static Look See(int down, int queued, int running, int failed, int reach, double now)
    {
        if (reach <= 1)
        {
            return Look.Blind(Boards.Start.AddSeconds(now), reach == 0 ? Reach.NoCore : Reach.NoDatabase, "gone");
        }

        var board = Boards.Queue(queued, running) with
        {
            Devices = [.. Ids.Select((id, at) => Boards.Device(id, (down >> at & 1) == 1 ? "offline" : "online"))],
        };
        return board.At(now, [.. Enumerable.Range(1, failed).Select(static job => Boards.Failed(job))]);
    }
}
