using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Tests.Rig;
using LlmMcp.Telemetry.Watching;

namespace LlmMcp.Telemetry.Tests.Watching;

/// <summary>End to end: a real Core and database, the emulated Telegram, and processes that come and go.</summary>
public sealed class WatcherTests
{
    private static readonly Dashboard Up = Boards.With(Boards.Device("pi5"), Boards.Device("rtx"));
    private static readonly Dashboard Down = Boards.With(Boards.Device("pi5", "offline"), Boards.Device("rtx"));

    [Fact]
    public async Task An_outage_is_told_and_its_end_in_the_deployed_system_s_form()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(telegram.Configure);
        await rig.RunAsync(one);
        rig.Board = Down;
        await rig.RunAsync(one, 3);
        rig.Board = Up;
        await rig.RunAsync(one, 3);

        Assert.Equal(["<pre>LLM Alert  00:01:00\nOFFLINE: pi5</pre>", "<pre>LLM Alert  00:02:30\nONLINE: pi5 (after 1m)</pre>"], await telegram.TextsAsync());
    }

    [Fact]
    public async Task Two_processes_tell_once_and_the_second_goes_on_where_the_first_one_ended()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(telegram.Configure, "one");
        var two = rig.Start(telegram.Configure, "two");
        Assert.Equal((Round.Watched, Round.Standby), (await one.RoundAsync(), await two.RoundAsync()));
        rig.Board = Down;
        for (var i = 0; i < 3; i++)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(30));
            await Task.WhenAll(one.RoundAsync(), two.RoundAsync());
        }

        Assert.Equal(["OFFLINE: pi5"], await telegram.LinesAsync());

        await one.Get<Watcher>().LeaveAsync(CancellationToken.None);
        one.Dispose();
        await rig.RunAsync(two, 2);
        rig.Board = Up;
        await rig.RunAsync(two, 2);

        Assert.Equal(["OFFLINE: pi5", "ONLINE: pi5 (after 2m)"], await telegram.LinesAsync());
    }

    [Fact]
    public async Task A_restart_in_the_middle_tells_nothing_twice_and_loses_nothing()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(telegram.Configure);
        await rig.RunAsync(one);
        telegram.Barrier = static _ => new FakeAnswer(502, "");
        rig.Board = Down;
        await rig.RunAsync(one, 2);
        one.Dispose();
        await FreeLeaseAsync(rig);

        telegram.Barrier = null;
        var again = rig.Start(telegram.Configure);
        await rig.RunAsync(again, 3);

        Assert.Equal(["OFFLINE: pi5"], await telegram.LinesAsync());
    }

    [Fact]
    public async Task What_may_have_arrived_is_sent_again_without_a_noise()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(telegram.Configure);
        await rig.RunAsync(one);
        rig.Board = Down;
        telegram.LosesAnswers = true;
        await rig.RunAsync(one);
        telegram.LosesAnswers = false;
        await rig.RunAsync(one, 2);

        var sends = telegram.Door.Seen.Where(static request => request.Path.EndsWith("sendMessage", StringComparison.Ordinal)).ToList();
        Assert.Equal([false, true], sends.Select(static request => request.Body.Contains("disable_notification=true", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Retry_after_is_honoured_and_the_alert_comes_after_it()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(telegram.Configure);
        await rig.RunAsync(one);
        rig.Board = Down;
        telegram.Barrier = static _ => new FakeAnswer(429, """{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":100}}""");
        await rig.RunAsync(one);
        telegram.Barrier = null;

        // 30, 60 and 90 s later it is too early.
        await rig.RunAsync(one, 3);
        Assert.Single(telegram.Door.Seen);
        await rig.RunAsync(one);
        Assert.Equal(["OFFLINE: pi5"], await telegram.LinesAsync());
    }

    [Fact]
    public async Task A_line_that_changes_is_edited_where_it_stands()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(telegram.Configure);
        rig.Board = Boards.Queue(0, 0);
        await rig.RunAsync(one);
        rig.Board = Boards.Queue(5, 0);
        await rig.RunAsync(one, 2);
        rig.Board = Boards.Queue(8, 0);
        await rig.RunAsync(one);

        Assert.Equal(["Queue stuck: 8 queued, 0 running"], await telegram.LinesAsync());
    }

    [Fact]
    public async Task While_Core_is_gone_that_is_told_and_merged_when_it_is_back()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(telegram.Configure, "one");
        var two = rig.Start(telegram.Configure, "two");
        await rig.RunAsync(one);
        await rig.RunAsync(two);
        rig.Reach = Reach.NoCore;
        for (var i = 0; i < 10; i++)
        {
            await rig.RunAsync(one);
            await two.RoundAsync();
        }

        Assert.Equal(["CORE UNREACHABLE: connection refused"], await telegram.LinesAsync());
        // A restart while Core is gone knows what was told.
        one.Dispose();
        one = rig.Start(telegram.Configure, "one");
        await rig.RunAsync(one, 4);
        await FreeLeaseAsync(rig);
        rig.Reach = Reach.Whole;
        // The other one asks first, and waits.
        Assert.Equal(Round.Standby, await two.RoundAsync());
        await rig.RunAsync(one, 2);
        await two.RoundAsync();

        Assert.Equal(["CORE UNREACHABLE: connection refused", "Core answers again (after 7m)"], await telegram.LinesAsync());
        Assert.Equal("core_unreachable closed closed", await ScalarAsync(rig, "select rule || ' ' || state || ' ' || told from incidents"));
    }

    [Fact]
    public async Task A_database_that_is_gone_is_another_thing()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(telegram.Configure);
        await rig.RunAsync(one);
        rig.Reach = Reach.NoDatabase;
        await rig.RunAsync(one, 4);
        rig.Reach = Reach.Whole;
        await rig.RunAsync(one, 2);

        Assert.Equal(["DATABASE UNREACHABLE: Core answers, but its database does not", "Database answers again (after 2m)"], await telegram.LinesAsync());
    }

    [Fact]
    public async Task A_short_restart_of_Core_is_not_told()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(telegram.Configure);
        await rig.RunAsync(one);
        rig.Reach = Reach.NoCore;
        await rig.RunAsync(one, 2);
        rig.Reach = Reach.Whole;
        await rig.RunAsync(one, 2);

        Assert.Empty(await telegram.LinesAsync());
    }

    [Fact]
    public async Task With_Core_and_Telegram_gone_both_lines_come_in_the_end()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(telegram.Configure);
        await rig.RunAsync(one);
        rig.Reach = Reach.NoCore;
        telegram.Barrier = static _ => new FakeAnswer(502, "");
        await rig.RunAsync(one, 6);
        rig.Reach = Reach.Whole;
        await rig.RunAsync(one, 2);
        telegram.Barrier = null;
        await rig.RunAsync(one, 12);

        Assert.Equal(["CORE UNREACHABLE: connection refused", "Core answers again (after 3m)"], await telegram.LinesAsync());
    }

    [Fact]
    public async Task A_channel_that_fails_holds_up_no_other()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var slack = await FakeWeb.StartAsync();
        await using var hook = await FakeWeb.StartAsync(static _ => new FakeAnswer(500, ""));
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(options =>
        {
            telegram.Configure(options);
            (options.SlackUrl, options.WebhookUrl) = (slack.Url, hook.Url);
        });
        await rig.RunAsync(one);
        rig.Board = Down;
        await rig.RunAsync(one);
        rig.Board = Up;
        await rig.RunAsync(one);
        Assert.Equal((2, 2), ((await telegram.LinesAsync()).Count, slack.Seen.Count));

        hook.Answer = static _ => Task.FromResult<FakeAnswer?>(new FakeAnswer(200, ""));
        var failed = hook.Seen.Count;
        await rig.RunAsync(one, 10);
        Assert.Equal(["OFFLINE: pi5", "ONLINE: pi5 (after 30s)"], hook.Seen.Skip(failed).Select(static request => System.Text.Json.JsonDocument.Parse(request.Body).RootElement.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task No_log_names_the_token()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(telegram.Configure);
        await rig.RunAsync(one);
        rig.Board = Down;
        telegram.Barrier = static request => new FakeAnswer(500, request.Path);
        await rig.RunAsync(one);
        await telegram.Door.DisposeAsync();
        await rig.RunAsync(one, 3);

        Assert.NotEmpty(rig.Log.Events);
        Assert.DoesNotContain(rig.Log.Events, static logged => logged.ToString().Contains("secret", StringComparison.Ordinal));
    }

    private static Task FreeLeaseAsync(TelemetryRig rig) => ScalarAsync(rig, "update incident_watch set held_until = '-infinity' returning ''");

    private static async Task<string> ScalarAsync(TelemetryRig rig, string sql)
    {
        await using var command = rig.Database.DataSource.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
