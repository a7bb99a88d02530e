using System.Net;
using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Sessions;
using LlmMcp.McpBridge.Tests.Rig;

namespace LlmMcp.McpBridge.Tests.Sessions;

public sealed class ResumeTests
{
    [Fact]
    public async Task The_answer_of_a_call_whose_connection_broke_is_had_by_coming_back()
    {
        var tools = new TestTools();
        await using var rig = await BridgeRig.StartAsync(parts: tools);
        var mcp = new RawMcp(rig.Http);
        var session = await mcp.BeginAsync();
        var place = await BreakAsync(mcp, session, "hold");

        using var rest = await mcp.SendAsync(RawMcp.Get(session, place));
        tools.Release("held");

        Assert.Equal("released held", (string?)(await RawMcp.ReadAsync(rest)).Single()["result"]!["content"]![0]!["text"]);
    }

    [Fact]
    public async Task A_call_that_asks_its_client_to_come_back_is_answered_there()
    {
        var tools = new TestTools();
        await using var rig = await BridgeRig.StartAsync(parts: tools);
        var mcp = new RawMcp(rig.Http);
        var session = await mcp.BeginAsync();
        using var call = await mcp.SendAsync(Call(session, "poll"));
        string? place = null;
        await foreach (var item in RawMcp.EventsAsync(call))
        {
            place = item.EventId;
        }

        tools.Release("held");
        await Eventually.TrueAsync(async () =>
        {
            using var rest = await mcp.SendAsync(RawMcp.Get(session, place));
            return (await RawMcp.ReadAsync(rest)).FirstOrDefault()?["result"]?["content"]?[0]?["text"]?.GetValue<string>() == "polled held";
        });
    }

    [Fact]
    public async Task An_event_of_another_session_opens_nothing()
    {
        var tools = new TestTools();
        await using var rig = await BridgeRig.StartAsync(parts: tools);
        var mcp = new RawMcp(rig.Http);
        var place = await BreakAsync(mcp, await mcp.BeginAsync(), "hold");

        using var refused = await mcp.SendAsync(RawMcp.Get(await mcp.BeginAsync(), place));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        tools.Release("held");
    }

    [Fact]
    public async Task Kept_events_are_bounded_and_go_with_their_session()
    {
        await using var rig = await BridgeRig.StartAsync(configure: static options => (options.SessionEvents, options.EventBytes) = (4, 1 << 20), parts: new TestTools());
        var mcp = new RawMcp(rig.Http);
        var pool = rig.Get<EventPool>();
        var session = await mcp.BeginAsync();
        for (var i = 0; i < 20; i++)
        {
            await mcp.AskAsync(RawMcp.InSession(session, "tools/call", new JsonObject { ["name"] = "echo", ["arguments"] = new JsonObject { ["text"] = new string('x', 10_000) } }, id: i + 2));
        }

        Assert.InRange(pool.Bytes, 1, 4 * 12_000);
        await rig.Get<SessionTable>().EndAllAsync();
        Assert.Equal(0, pool.Bytes);
    }

    private static HttpRequestMessage Call(string session, string tool) =>
        RawMcp.InSession(session, "tools/call", new JsonObject { ["name"] = tool, ["arguments"] = new JsonObject { ["name"] = "held" } }, id: 7, version: "2025-11-25");

    /// <summary>Calls a tool and drops the connection after the first event; returns its id.</summary>
    private static async Task<string> BreakAsync(RawMcp mcp, string session, string tool)
    {
        using var call = await mcp.SendAsync(Call(session, tool));
        await foreach (var item in RawMcp.EventsAsync(call))
        {
            return item.EventId!;
        }

        throw new InvalidOperationException("The stream ended without an event.");
    }
}
