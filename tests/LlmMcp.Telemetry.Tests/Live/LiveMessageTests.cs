using LlmMcp.Telemetry.Live;
using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Tests.Rig;

namespace LlmMcp.Telemetry.Tests.Live;

public sealed class LiveMessageTests
{
    [Fact]
    public async Task One_message_is_edited_also_after_a_restart_and_while_Core_is_gone()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        void Configure(TelemetryOptions options)
        {
            telegram.Configure(options);
            options.Mode = "live";
        }

        var one = rig.Start(Configure);
        Assert.False(await one.Get<LiveMessage>().RunOnceAsync(default));
        await rig.RunAsync(one);
        Assert.True(await one.Get<LiveMessage>().RunOnceAsync(default));
        Assert.True(await one.Get<LiveMessage>().RunOnceAsync(default));
        rig.Reach = Reach.NoCore;
        Assert.True(await one.Get<LiveMessage>().RunOnceAsync(default));
        Assert.Equal(["Core unreachable: connection refused"], await telegram.LinesAsync());
        rig.Reach = Reach.Whole;
        await one.Get<Telemetry.Watching.Watcher>().LeaveAsync(default);
        one.Dispose();

        var again = rig.Start(Configure);
        await rig.RunAsync(again);
        Assert.True(await again.Get<LiveMessage>().RunOnceAsync(default));

        Assert.StartsWith("Queue [..........] 0/0", Assert.Single(await telegram.LinesAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_stops_the_edits_for_as_long_as_it_asks()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(options =>
        {
            telegram.Configure(options);
            options.Mode = "live";
        });
        await rig.RunAsync(one);
        telegram.Barrier = static _ => new FakeAnswer(429, """{"ok":false,"parameters":{"retry_after":20}}""");
        Assert.False(await one.Get<LiveMessage>().RunOnceAsync(default));
        telegram.Barrier = null;
        rig.Clock.Advance(TimeSpan.FromSeconds(19));
        Assert.False(await one.Get<LiveMessage>().RunOnceAsync(default));
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await one.Get<LiveMessage>().RunOnceAsync(default));
    }

    [Fact]
    public async Task In_live_mode_nothing_else_is_told()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(options =>
        {
            telegram.Configure(options);
            options.Mode = "live";
        });
        await rig.RunAsync(one);
        rig.Board = Boards.With(Boards.Device("pi5", "offline"));
        await rig.RunAsync(one, 3);

        Assert.Empty(await telegram.LinesAsync());
    }
}
