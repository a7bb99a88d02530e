using LlmMcp.Telemetry.Incidents;
using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Tests.Rig;

namespace LlmMcp.Telemetry.Tests.Incidents;

public sealed class IncidentBookTests
{
    private static readonly Dashboard Up = Boards.With(Boards.Device("pi5"), Boards.Device("rtx"));
    private static readonly Dashboard Down = Boards.With(Boards.Device("pi5", "offline"), Boards.Device("rtx"));

    private readonly Teller teller = new();

    [Fact]
    public void The_first_look_tells_nothing_but_its_end_is_told()
    {
        Assert.Equal("", teller.See(Down, 0, Boards.Failed(1)));
        Assert.Equal("", teller.See(Down, 30, Boards.Failed(1)));
        Assert.Equal("+ONLINE: pi5 (after 1m)", teller.See(Up, 60));
    }

    [Fact]
    public void An_incident_is_told_when_it_opens_and_when_it_closes_and_never_in_between()
    {
        teller.See(Up, 0);

        Assert.Equal("+OFFLINE: pi5", teller.See(Down, 30));
        Assert.Equal("", teller.See(Down, 60));
        Assert.Equal("", teller.See(Down, 3600));
        Assert.Equal("+ONLINE: pi5 (after 1h 0m)", teller.See(Up, 3630));
        Assert.Equal("", teller.See(Up, 3660));
    }

    [Fact]
    public void What_changes_is_edited_where_it_stands()
    {
        teller.See(Boards.Queue(0, 0), 0);
        teller.See(Boards.Queue(5, 0), 30);

        Assert.Equal("+Queue stuck: 5 queued, 0 running", teller.See(Boards.Queue(5, 0), 60));
        Assert.Equal("~Queue stuck: 9 queued, 0 running", teller.See(Boards.Queue(9, 0), 90));
        Assert.Equal("+Queue moves again: 8 queued, 1 running (after 1m)", teller.See(Boards.Queue(8, 1), 120));
        Assert.Equal(teller.Tellings[0].Bulletin.Id, teller.Tellings[1].Bulletin.Id);
    }

    [Fact]
    public void A_queue_that_looks_stuck_for_a_moment_is_not()
    {
        teller.See(Boards.Queue(0, 0), 0);

        Assert.Equal("", teller.See(Boards.Queue(5, 0), 30));
        Assert.Equal("", teller.See(Boards.Queue(4, 1), 60));
        Assert.Equal("", teller.See(Boards.Queue(4, 0), 90));
        Assert.Equal("+Queue stuck: 4 queued, 0 running", teller.See(Boards.Queue(4, 0), 120));
    }

    [Fact]
    public void A_queue_that_is_stuck_from_the_start_is_told_after_the_baseline()
    {
        Assert.Equal("", teller.See(Boards.Queue(5, 0), 0));
        Assert.Equal("+Queue stuck: 5 queued, 0 running", teller.See(Boards.Queue(5, 0), 30));
    }

    [Fact]
    public void A_failed_job_is_told_once_however_often_it_is_shown()
    {
        teller.See(Up, 0);

        Assert.Equal("+Job failed: ollama.chat (3/3) - boom", teller.See(Up, 30, Boards.Failed(1)));
        Assert.Equal("", teller.See(Up, 60, Boards.Failed(1)));
        Assert.Equal("+Job failed: ollama.chat (3/3) - boom", teller.See(Up, 90, Boards.Failed(1), Boards.Failed(2)));
    }

    [Fact]
    public void A_blind_look_neither_opens_nor_closes_anything_else()
    {
        teller.See(Up, 0);
        teller.See(Down, 30);

        Assert.Equal("", teller.See(Look.Blind(Boards.Start.AddSeconds(60), Reach.NoCore, "gone")));
        Assert.Equal("+CORE UNREACHABLE: gone", teller.See(Look.Blind(Boards.Start.AddSeconds(120), Reach.NoCore, "gone")));
        Assert.Equal("+Core answers again (after 2m)", teller.See(Down, 180));
        Assert.Equal("+ONLINE: pi5 (after 3m)", teller.See(Up, 210));
    }

    [Fact]
    public void A_device_that_comes_and_goes_counts_as_away_until_it_stays()
    {
        teller.See(Up, 0);
        var told = new List<string>();
        // Two minutes down, two up, for an hour.
        for (var at = 120; at < 3600; at += 120)
        {
            told.Add(teller.See(at / 120 % 2 == 1 ? Down : Up, at));
        }

        told.RemoveAll(static text => text.Length == 0);
        Assert.Equal(
            ["+OFFLINE: pi5", "+ONLINE: pi5 (after 2m)", "+OFFLINE: pi5", "+ONLINE: pi5 (after 2m)", "+OFFLINE: pi5 (unstable: 3 times within an hour)"], told);
        Assert.Equal("", teller.See(Up, 3600));
        Assert.StartsWith("+ONLINE: pi5", string.Concat(Enumerable.Range(1, 20).Select(minute => teller.See(Up, 3600 + (minute * 60))).Where(static text => text.StartsWith('+'))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_that_is_lost_is_one_line_and_so_is_its_return()
    {
        Device[] on = [Boards.Device("rtx:1"), Boards.Device("rtx:2"), Boards.Device("rtx:3")];
        var off = on.Select(static device => device with { Status = "offline" }).ToArray();
        teller.See(Boards.Host("rtx", "online", on), 0);

        Assert.Equal("+HOST LOST: rtx (3 devices)", teller.See(Boards.Host("rtx", "offline", off), 30));
        Assert.Equal("+HOST BACK: rtx (after 30s) | OFFLINE: rtx:3", teller.See(Boards.Host("rtx", "online", on[0], on[1], off[2]), 60));
    }

    [Fact]
    public void What_is_open_in_the_store_is_not_told_again_by_a_new_process()
    {
        teller.See(Up, 0);
        teller.See(Down, 30);
        // The other process knows the store and nothing else.
        var other = new Teller { State = teller.State };

        Assert.Equal("", other.See(Down, 60));
        Assert.Equal("+ONLINE: pi5 (after 1m)", other.See(Up, 90));
    }

    [Fact]
    public void An_incident_of_a_rule_that_no_longer_exists_stays_out_of_the_way()
    {
        var old = new Incident(Guid.NewGuid(), "old_rule:x", "old_rule", "x", "warning", Incident.Open, Incident.Nothing, "old", Boards.Start, null, null);
        teller.State = BookState.Empty with { Incidents = [old], Memory = new WatchMemory { Started = true } };

        Assert.Equal("+old", teller.See(Up, 0));
        Assert.Equal("", teller.See(Up, 30));
    }
}
