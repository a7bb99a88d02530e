using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Rules;
using LlmMcp.Telemetry.Tests.Rig;

namespace LlmMcp.Telemetry.Tests.Rules;

/// <summary>What each rule sees in which look. An unclear finding shows as a question mark.</summary>
public sealed class RuleTests
{
    [Theory]
    [InlineData("online", "")]
    [InlineData("offline", "OFFLINE: pi5")]
    [InlineData("unknown", "?pi5")]
    public void Device_offline(string status, string expected) => Assert.Equal(expected, Seen(new DeviceOffline(), Boards.With(Boards.Device("pi5", status)).At()));

    [Theory]
    [InlineData(2, "offline", "HOST LOST: rtx (2 devices)", "?rtx:1 ?rtx:2")]
    [InlineData(1, "offline", "?rtx", "OFFLINE: rtx:1")]
    [InlineData(2, "online", "", "OFFLINE: rtx:1 OFFLINE: rtx:2")]
    public void A_lost_host_stands_for_its_devices(int devices, string status, string host, string device)
    {
        var look = Boards.Host("rtx", status, [.. Enumerable.Range(1, devices).Select(static port => Boards.Device($"rtx:{port}", "offline"))]).At();

        Assert.Equal((host, device), (Seen(new HostLost(), look), Seen(new DeviceOffline(), look)));
    }

    [Theory]
    [InlineData("ok", "online", "")]
    [InlineData("degraded", "online", "BREAKER OPEN: pi5 keeps failing, no work goes there for now")]
    [InlineData("probe", "online", "?pi5")]
    [InlineData("degraded", "offline", "?pi5")]
    [InlineData(null, "online", "")]
    public void Breaker_open(string? circuit, string status, string expected) =>
        Assert.Equal(expected, Seen(new BreakerOpen(), Boards.With(Boards.Device("pi5", status, circuit)).At()));

    [Theory]
    [InlineData(0, 0, 0, 1, "")]
    [InlineData(5, 1, 0, 1, "")]
    [InlineData(5, 0, 0, 1, "Queue stuck: 5 queued, 0 running")]
    [InlineData(5, 0, 0, 0, "Queue stuck: 5 queued, 0 running, no worker online")]
    [InlineData(5, 0, 5, 1, "")]
    [InlineData(5, 0, 4, 1, "Queue stuck: 5 queued, 0 running")]
    public void Queue_stuck(long queued, long running, long again, int workers, string expected) =>
        Assert.Equal(expected, Seen(new QueueStuck(), Boards.Queue(queued, running, again, workers).At()));

    [Theory]
    [InlineData(49, 20, 1, "")]
    [InlineData(50, 20, 10, "Backlog grows: 50 queued, 20 a minute come, 10 go")]
    [InlineData(50, 11, 10, "?")]
    [InlineData(50, 10, 10, "")]
    [InlineData(50, 5, 10, "")]
    public void Backlog_growing(long queued, long came, long went, string expected) =>
        Assert.Equal(expected, Seen(new BacklogGrowing(), Boards.Flow(Boards.Start, queued, came, went).At()));

    [Theory]
    [InlineData("boom", "Job failed: ollama.chat (3/3) - boom")]
    [InlineData("two\nlines\t and\0 more", "Job failed: ollama.chat (3/3) - two lines and more")]
    [InlineData("", "Job failed: ollama.chat (3/3) - ")]
    public void Job_failed(string error, string expected) => Assert.Equal(expected, Seen(new JobFailed(), new Dashboard().At(0, Boards.Failed(1, error))));

    [Fact]
    public void Eighty_characters_of_an_error_are_told()
    {
        var text = new JobFailed().See(new Dashboard().At(0, Boards.Failed(1, new string('é', 200))), new AlertSettings()).Single().Text;

        Assert.EndsWith("- " + new string('é', 80), text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4.0, "")]
    [InlineData(4.5, "?day")]
    [InlineData(5.0, "Budget reached: 100% of $5.00 spent in 24 hours")]
    [InlineData(6.4, "Budget reached: 120% of $5.00 spent in 24 hours")]
    public void Budget_reached(double spent, string expected) =>
        Assert.Equal(expected, Seen(new BudgetReached(), Boards.Spent((decimal)spent, 0).At(), new AlertSettings { DailyBudgetUsd = 5 }));

    [Fact]
    public void Without_a_budget_nothing_is_reached() => Assert.Equal("", Seen(new BudgetReached(), Boards.Spent(1000, 1000).At()));

    [Fact]
    public void A_monthly_budget_is_another_one() =>
        Assert.Equal("Budget reached: 100% of $50.00 spent in 30 days", Seen(new BudgetReached(), Boards.Spent(1, 50).At(), new AlertSettings { MonthlyBudgetUsd = 50 }));

    [Theory]
    [InlineData("Whole", "", "")]
    [InlineData("NoCore", "CORE UNREACHABLE: connection refused", "?")]
    [InlineData("NoDatabase", "", "DATABASE UNREACHABLE: connection refused")]
    public void Unreachable_core_and_database(string reach, string core, string database)
    {
        var look = Look.Blind(Boards.Start, Enum.Parse<Reach>(reach), "connection refused");

        Assert.Equal((core, database), (Seen(Unreachable.Core, look), Seen(Unreachable.Database, look)));
    }

    [Fact]
    public void Blind_looks_are_for_the_rules_about_Core_alone() => Assert.Equal(
        ["core_unreachable", "database_unreachable"],
        AllRules.List.Where(static rule => rule.Sees(Look.Blind(Boards.Start, Reach.NoCore, ""))).Select(static rule => rule.Name));

    [Theory]
    [InlineData("device_offline", "ONLINE: pi5 (after 1h 5m)")]
    [InlineData("breaker_open", "BREAKER CLOSED: pi5 works again (after 1h 5m)")]
    [InlineData("queue_stuck", "Queue moves again: 7 queued, 2 running (after 1h 5m)")]
    [InlineData("backlog_growing", "Backlog no longer grows: 7 queued (after 1h 5m)")]
    [InlineData("core_unreachable", "Core answers again (after 1h 5m)")]
    [InlineData("database_unreachable", "Database answers again (after 1h 5m)")]
    public void The_end_is_told_in_a_line(string rule, string expected)
    {
        var board = Boards.Queue(7, 2) with { Devices = [Boards.Device("pi5")] };

        Assert.Equal(expected, AllRules.Find(rule)!.Over("pi5", "pi5", TimeSpan.FromMinutes(65), board.At()));
    }

    [Fact]
    public void A_device_that_was_removed_ends_in_silence() =>
        Assert.Null(new DeviceOffline().Over("gone", "gone", TimeSpan.Zero, Boards.With(Boards.Device("pi5")).At()));

    private static string Seen(IRule rule, Look look, AlertSettings? settings = null) =>
        string.Join(' ', rule.See(look, settings ?? new AlertSettings()).Select(static finding => finding.Holds ? finding.Text : "?" + finding.Key));
}
