using LlmMcp.Telemetry.Bot;
using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Tests.Rig;

namespace LlmMcp.Telemetry.Tests.Bot;

public sealed class BotDeskTests
{
    [Fact]
    public async Task Commands_of_the_allowed_chat_are_answered_and_of_no_other()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(telegram.Configure);
        await rig.RunAsync(one);
        rig.Board = Boards.Queue(3, 1) with { Devices = [Boards.Device("pi5"), Boards.Device("rtx", "offline")], Costs = new Spending(1.25m, 2, 3), Issues = ["Host 'rtx' offline"], ModelsCount = 4 };

        await telegram.WriteAsync("/status", "666");
        await telegram.WriteAsync("hello");
        foreach (var command in (string[])["/status", "/devices", "/costs", "/help"])
        {
            await telegram.WriteAsync(command);
        }

        Assert.Equal(4, await one.Get<BotDesk>().RunOnceAsync(default));
        Assert.Equal(0, await one.Get<BotDesk>().RunOnceAsync(default));
        var texts = await telegram.TextsAsync();
        Assert.Equal("<pre>Queue: 3 queued, 1 running, 0 done, 0 failed\nDevices: 1/2 online, 4 models\nWorkers: 1 online\n! Host 'rtx' offline</pre>", texts[0]);
        Assert.Equal("<pre>+ pi5: 2 models, 0 running\n- rtx: offline, last seen 30s ago</pre>", texts[1]);
        Assert.Equal("<pre>24 hours: $1.25\n7 days:   $2.00\n30 days:  $3.00</pre>", texts[2]);
        Assert.Equal(4, texts.Count);
    }

    [Fact]
    public async Task Mute_holds_alerts_back_and_unmute_tells_what_is_wrong()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(telegram.Configure);
        await rig.RunAsync(one);
        await telegram.WriteAsync("/mute 1h");
        await one.Get<BotDesk>().RunOnceAsync(default);
        rig.Board = Boards.With(Boards.Device("pi5", "offline"));
        await rig.RunAsync(one, 4);
        Assert.Single(await telegram.TextsAsync());

        await telegram.WriteAsync("/unmute");
        await one.Get<BotDesk>().RunOnceAsync(default);
        await rig.RunAsync(one);

        Assert.Equal(
            ["<pre>No alerts until 01-01 01:00. What is wrong then is told.</pre>", "<pre>Alerts are told again.</pre>", "<pre>LLM Alert  00:03:00\nOFFLINE: pi5</pre>"], await telegram.TextsAsync());
    }

    [Fact]
    public async Task A_mute_runs_out_by_itself()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(telegram.Configure);
        await rig.RunAsync(one);
        await telegram.WriteAsync("/mute 2m");
        await one.Get<BotDesk>().RunOnceAsync(default);
        rig.Board = Boards.With(Boards.Device("pi5", "offline"));
        await rig.RunAsync(one, 4);

        Assert.Equal("OFFLINE: pi5", (await telegram.LinesAsync())[^1]);
    }

    [Fact]
    public async Task Without_Core_the_answer_says_so_and_only_the_watcher_answers()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(telegram.Configure, "one");
        var two = rig.Start(telegram.Configure, "two");
        await rig.RunAsync(one);
        await rig.RunAsync(two);
        rig.Reach = Reach.NoCore;
        await telegram.WriteAsync("/status");

        Assert.Null(await two.Get<BotDesk>().RunOnceAsync(default));
        Assert.Equal(1, await one.Get<BotDesk>().RunOnceAsync(default));
        Assert.Equal(["<pre>Core unreachable: connection refused</pre>"], await telegram.TextsAsync());
    }

    [Fact]
    public async Task A_conflict_with_another_reader_is_waited_out()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(telegram.Configure);
        await rig.RunAsync(one);
        telegram.Barrier = static _ => new FakeAnswer(409, """{"ok":false,"description":"Conflict: terminated by other getUpdates request"}""");

        Assert.Null(await one.Get<BotDesk>().RunOnceAsync(default));
        Assert.Null(await one.Get<BotDesk>().RunOnceAsync(default));
        Assert.Single(telegram.Door.Seen);
    }
}
