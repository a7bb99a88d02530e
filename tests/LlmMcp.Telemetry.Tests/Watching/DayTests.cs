using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Tests.Rig;
using LlmMcp.Telemetry.Watching;

namespace LlmMcp.Telemetry.Tests.Watching;

/// <summary>
/// A bad day in a minute: looks every 30 s for 24 hours against a real Core, its database and the emulated Telegram, with an
/// outage of everything there is. What stands in the chat in the end is known line by line.
/// </summary>
public sealed class DayTests
{
    private const int LooksPerHour = 120;

    [Fact]
    public async Task A_day_of_outages_is_told_line_by_line()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        void Configure(TelemetryOptions options)
        {
            telegram.Configure(options);
            options.QuietHours = "22:00-23:01";
            options.DailyBudgetUsd = 5;
        }

        var one = rig.Start(Configure, "one");
        var two = rig.Start(Configure, "two");
        var told = 0;

        async Task<IReadOnlyList<string>> HoursAsync(double hours)
        {
            for (var look = 0; look < hours * LooksPerHour; look++)
            {
                rig.Clock.Advance(TimeSpan.FromSeconds(30));
                await one.RoundAsync();
                if (look % 10 == 0)
                {
                    await two.RoundAsync();
                }
            }

            var lines = await telegram.LinesAsync();
            var news = lines.Skip(told).ToList();
            told = lines.Count;
            return news;
        }

        // 00:00 All is well.
        rig.Board = Fleet(12);
        Assert.Empty(await HoursAsync(2));

        // 02:00 One device leaves and returns after an hour.
        rig.Board = Fleet(12, "d03");
        Assert.Equal(["OFFLINE: d03"], await HoursAsync(1));
        rig.Board = Fleet(12);
        Assert.Equal(["ONLINE: d03 (after 1h 0m)"], await HoursAsync(1));

        // 04:00 Half the fleet leaves within two minutes: two devices, then all the others grow into one digest.
        rig.Board = Fleet(12, "d01", "d02");
        Assert.Equal(["OFFLINE: d01 | OFFLINE: d02"], await HoursAsync(1.0 / LooksPerHour));
        rig.Board = Fleet(12, "d01", "d02", "d03", "d04", "d05");
        Assert.Empty(await HoursAsync(1.0 / LooksPerHour));
        rig.Board = Fleet(12, "d01", "d02", "d03", "d04", "d05", "d06");
        Assert.Empty(await HoursAsync(1 - (2.0 / LooksPerHour)));
        Assert.Equal("OFFLINE: d01 | OFFLINE: d02 | OFFLINE: d03 | OFFLINE: d04 | OFFLINE: d05 | OFFLINE: d06", (await telegram.LinesAsync())[^1]);
        rig.Board = Fleet(12);
        Assert.Equal([string.Join(" | ", Enumerable.Range(1, 6).Select(static number => $"ONLINE: d0{number} (after {(number <= 2 ? "1h 0m" : "59m")})"))], await HoursAsync(1));

        // 06:00 Core is gone for six hours; the process that watches is restarted twice.
        rig.Reach = Reach.NoCore;
        Assert.Equal(["CORE UNREACHABLE: connection refused"], await HoursAsync(3));
        one.Dispose();
        one = rig.Start(Configure, "one");
        Assert.Empty(await HoursAsync(3));
        one.Dispose();
        one = rig.Start(Configure, "one");
        // The lease of the process that ended has run out by then; the database's clock is not ours to move.
        await FreeLeaseAsync(rig);
        rig.Reach = Reach.Whole;
        Assert.Equal(["Core answers again (after 6h 0m)"], await HoursAsync(1));

        // 13:00 Telegram is gone for four hours, in which a device leaves, the budget is reached and a job fails.
        telegram.Barrier = static _ => new FakeAnswer(502, "");
        rig.Board = Fleet(12, "d07");
        Assert.Empty(await HoursAsync(1));
        rig.Board = Fleet(12, "d07") with { Costs = new Spending(5, 5, 5) };
        rig.Failures.Add(Boards.Failed(1, "model not found", (rig.Clock.GetUtcNow() - Boards.Start).TotalSeconds + 10));
        Assert.Empty(await HoursAsync(3));
        telegram.Barrier = null;
        Assert.Equal(
            ["OFFLINE: d07", "Job failed: ollama.chat (3/3) - model not found | Budget reached: 100% of $5.00 spent in 24 hours"], await HoursAsync(1));

        // 18:00 A queue nobody works on, whose count grows where it stands.
        rig.Board = Fleet(12, "d07") with { Costs = new Spending(6, 6, 6), Jobs = new Dictionary<string, long> { ["queued"] = 9 } };
        var stuck = await HoursAsync(1);
        Assert.Equal(["Queue stuck: 9 queued, 0 running"], stuck);
        Assert.Equal("Job failed: ollama.chat (3/3) - model not found | Budget reached: 120% of $5.00 spent in 24 hours", (await telegram.LinesAsync())[^2]);
        rig.Board = Fleet(12, "d07") with { Costs = new Spending(6, 6, 6) };
        Assert.Equal(["Queue is empty again (after 59m)"], (await HoursAsync(1)).Select(static line => line.Replace("1h 0m", "59m", StringComparison.Ordinal)));

        // 20:00 A device that comes and goes for an hour.
        var flaps = new List<string>();
        for (var flap = 0; flap < 15; flap++)
        {
            rig.Board = flap % 2 == 0 ? Fleet(12, "d07", "d08") with { Costs = new Spending(6, 6, 6) } : Fleet(12, "d07") with { Costs = new Spending(6, 6, 6) };
            flaps.AddRange(await HoursAsync(4.0 / 60));
        }

        Assert.Equal(
            ["OFFLINE: d08", "ONLINE: d08 (after 4m)", "OFFLINE: d08", "ONLINE: d08 (after 4m)", "OFFLINE: d08 (unstable: 3 times within an hour)"], flaps);
        rig.Board = Fleet(12) with { Costs = new Spending(6, 6, 6) };
        var calm = await HoursAsync(1);

        // 22:00 Quiet hours: a device leaves, another one comes and goes; the first is told after them.
        rig.Board = Fleet(12, "d09", "d10") with { Costs = new Spending(6, 6, 6) };
        Assert.Empty(await HoursAsync(0.5));
        rig.Board = Fleet(12, "d09") with { Costs = new Spending(6, 6, 6) };
        Assert.Empty(await HoursAsync(0.5));
        rig.Board = Fleet(12, "d09");
        Assert.Equal(["OFFLINE: d09", "Budget of 24 hours holds again: $0.00 spent"], await HoursAsync(1));

        Assert.Equal(Round.Standby, await two.RoundAsync());
        Assert.Equal(["ONLINE: d07 (after 8h 0m)"], calm.Where(static line => line.Contains("d07", StringComparison.Ordinal)));
        Assert.Single(calm, static line => line.StartsWith("ONLINE: d08", StringComparison.Ordinal));
        // No two messages say the same of the same.
        var all = await telegram.TextsAsync();
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.Equal(24, (int)Math.Round((rig.Clock.GetUtcNow() - Boards.Start).TotalHours));
    }

    private static Dashboard Fleet(int devices, params string[] down) => Boards.With([.. Enumerable.Range(1, devices)
        .Select(static number => $"d{number:00}").Select(id => Boards.Device(id, down.Contains(id) ? "offline" : "online"))]);

    private static async Task FreeLeaseAsync(TelemetryRig rig)
    {
        await using var command = rig.Database.DataSource.CreateCommand("update incident_watch set held_until = '-infinity'");
        await command.ExecuteNonQueryAsync();
    }
}
