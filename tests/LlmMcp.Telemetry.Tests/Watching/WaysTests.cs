using LlmMcp.Telemetry.Looks;
using LlmMcp.Telemetry.Tests.Rig;

namespace LlmMcp.Telemetry.Tests.Watching;

/// <summary>The ways out, end to end: telegram-mcp, and the direct route when it fails.</summary>
public sealed class WaysTests
{
    [Fact]
    public async Task Through_telegram_mcp_an_alert_is_sent_edited_and_ended()
    {
        await using var mcp = await FakeMcp.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(options => (options.UseMcp, options.McpBaseUrl, options.ChatId) = ("1", mcp.Web.Url, "-100"));
        rig.Board = Boards.Queue(0, 0);
        await rig.RunAsync(one);
        rig.Board = Boards.Queue(5, 0);
        await rig.RunAsync(one, 2);
        rig.Board = Boards.Queue(6, 0);
        await rig.RunAsync(one);
        rig.Board = Boards.Queue(5, 1);
        await rig.RunAsync(one);

        Assert.Equal(
            ["<pre>LLM Alert  00:01:30\nQueue stuck: 6 queued, 0 running</pre>", "<pre>LLM Alert  00:02:30\nQueue moves again: 5 queued, 1 running (after 1m)</pre>"], mcp.Texts);
        Assert.Equal(["/v1/messages/send", "/v1/messages/1/edit", "/v1/messages/send"], mcp.Web.Seen.Select(static request => request.Path));
    }

    [Fact]
    public async Task When_telegram_mcp_fails_the_direct_route_goes_on_and_back()
    {
        await using var telegram = await TelegramServer.StartAsync();
        await using var mcp = await FakeMcp.StartAsync();
        await using var rig = await TelemetryRig.StartAsync();
        var one = rig.Start(options =>
        {
            telegram.Configure(options);
            (options.UseMcp, options.McpBaseUrl) = ("1", mcp.Web.Url);
        });
        rig.Board = Fleet();
        await rig.RunAsync(one);
        mcp.Broken = new FakeAnswer(503, """{"detail":"no session"}""");
        rig.Board = Fleet("a");
        await rig.RunAsync(one);
        mcp.Broken = null;
        rig.Board = Fleet("b");
        await rig.RunAsync(one);

        Assert.Equal(["OFFLINE: a"], await telegram.LinesAsync());
        Assert.Equal(["<pre>LLM Alert  00:01:30\nONLINE: a (after 30s)\nOFFLINE: b</pre>".Split('\n').Length], mcp.Texts.Select(static text => text.Split('\n').Length));
    }

    private static Dashboard Fleet(params string[] down) => Boards.With(
        Boards.Device("a", down.Contains("a") ? "offline" : "online"), Boards.Device("b", down.Contains("b") ? "offline" : "online"));
}
