using LlmMcp.Telemetry.Incidents;
using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Tests.Rig;

namespace LlmMcp.Telemetry.Tests.Incidents;

public sealed class ComposerTests
{
    private readonly Teller teller = new();

    [Fact]
    public void Few_lines_of_one_look_are_one_message()
    {
        teller.See(Fleet(3, 0), 0);

        Assert.Equal("+OFFLINE: d01 | OFFLINE: d02 | Job failed: ollama.chat (3/3) - boom", teller.See(Fleet(3, 2), 30, Boards.Failed(1)));
    }

    [Fact]
    public void A_mass_outage_is_one_message_that_grows_and_so_is_its_end()
    {
        teller.See(Fleet(50, 0), 0);

        teller.See(Fleet(50, 20), 30);
        teller.See(Fleet(50, 45), 60);
        teller.See(Fleet(50, 50), 90);
        Assert.Equal([("alert", 20), ("grown", 45), ("grown", 50)], Told());
        Assert.Single(teller.Tellings.Select(static telling => telling.Bulletin.Id).Distinct());

        teller.Tellings.Clear();
        teller.See(Fleet(50, 10), 120);
        teller.See(Fleet(50, 0), 150);
        Assert.Equal([("alert", 40), ("grown", 50)], Told());
    }

    [Fact]
    public void An_outage_that_comes_in_drops_soon_becomes_one_message()
    {
        teller.See(Fleet(20, 0), 0);
        for (var down = 1; down <= 20; down++)
        {
            teller.See(Fleet(20, down), down * 30);
        }

        // Four that wake, the fifth grows into a digest of its own message.
        Assert.Equal(4, teller.Tellings.Count(static telling => telling.Event == Telling.Alert));
        Assert.Equal(16, teller.Tellings.Count(static telling => telling.Event == Telling.Grown));
    }

    [Fact]
    public void Many_failed_jobs_are_one_message()
    {
        teller.See(new Dashboard(), 0);

        teller.See(new Dashboard(), 30, [.. Enumerable.Range(1, 400).Select(static job => Boards.Failed(job))]);
        teller.See(new Dashboard(), 60, [.. Enumerable.Range(390, 20).Select(static job => Boards.Failed(job))]);

        Assert.Equal([("alert", 400), ("grown", 409)], Told());
    }

    [Fact]
    public void In_quiet_hours_only_what_is_critical_is_told_and_the_rest_after_them()
    {
        teller.See(Fleet(3, 0), 0);
        teller.Hush = Hush.Quiet;

        Assert.Equal("", teller.See(Fleet(3, 2), 30));
        Assert.Equal("", teller.See(Look.Blind(Boards.Start.AddSeconds(60), Reach.NoCore, "gone")));
        Assert.Equal("+CORE UNREACHABLE: gone", teller.See(Look.Blind(Boards.Start.AddSeconds(120), Reach.NoCore, "gone")));
        // d02 came back meanwhile: nobody was told that it went.
        Assert.Equal("+Core answers again (after 2m)", teller.See(Fleet(3, 1), 180));
        teller.Hush = Hush.None;
        Assert.Equal("+OFFLINE: d01", teller.See(Fleet(3, 1), 210));
        Assert.Equal("+ONLINE: d01 (after 3m)", teller.See(Fleet(3, 0), 240));
    }

    [Fact]
    public void The_end_of_what_was_told_before_the_quiet_hours_is_told_after_them()
    {
        teller.See(Fleet(3, 0), 0);
        teller.See(Fleet(3, 1), 30);
        teller.Hush = Hush.Quiet;
        Assert.Equal("", teller.See(Fleet(3, 0), 60));

        teller.Hush = Hush.None;
        Assert.Equal("+ONLINE: d01 (after 30s)", teller.See(Fleet(3, 0), 90));
    }

    [Fact]
    public void Mute_holds_back_everything()
    {
        teller.See(Boards.Queue(0, 0), 0);
        teller.Hush = Hush.Mute;
        teller.See(Boards.Queue(5, 0), 30);
        Assert.Equal("", teller.See(Boards.Queue(5, 0), 90));

        teller.Hush = Hush.None;
        Assert.Equal("+Queue stuck: 5 queued, 0 running", teller.See(Boards.Queue(5, 0), 120));
    }

    [Fact]
    public void A_closed_incident_whose_opening_was_never_told_is_settled()
    {
        teller.See(Fleet(1, 0), 0);
        teller.Hush = Hush.Mute;
        teller.See(Fleet(1, 1), 30);
        teller.See(Fleet(1, 0), 60);

        Assert.Empty(teller.State.Incidents);
    }

    [Theory]
    [InlineData("23:00-07:00", "23:00", true)]
    [InlineData("23:00-07:00", "06:59", true)]
    [InlineData("23:00-07:00", "07:00", false)]
    [InlineData("23:00-07:00", "12:00", false)]
    [InlineData("1:00-2:30", "02:29", true)]
    public void Quiet_hours_may_lie_around_midnight(string hours, string time, bool quiet) =>
        Assert.Equal(quiet, QuietHours.Parse(hours)!.Contains(TimeOnly.ParseExact(time, "HH:mm")));

    [Theory]
    [InlineData("")]
    [InlineData("23-7")]
    [InlineData("23:00")]
    [InlineData("24:00-07:00")]
    [InlineData("07:00-07:00")]
    public void Nonsense_is_no_quiet_hours(string text) => Assert.Null(QuietHours.Parse(text));

    private List<(string Event, int Lines)> Told() => [.. teller.Tellings.Select(static telling => (telling.Event, telling.Bulletin.Lines.Count))];

    private static Dashboard Fleet(int devices, int down) =>
        Boards.With([.. Enumerable.Range(1, devices).Select(number => Boards.Device($"d{number:00}", number <= down ? "offline" : "online"))]);
}
