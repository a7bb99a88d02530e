using System.Net;
using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Sessions;
using LlmMcp.McpBridge.Tests.Rig;
using LlmMcp.Testing;

namespace LlmMcp.McpBridge.Tests.Sessions;

/// <summary>Revisions that begin with <c>initialize</c>.</summary>
public sealed class SessionTests
{
    [Theory]
    [InlineData("2024-11-05")]
    [InlineData("2025-03-26")]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    public async Task Each_revision_gets_its_session_and_its_answers(string version)
    {
        await using var rig = await BridgeRig.StartAsync(parts: new TestTools());
        var mcp = new RawMcp(rig.Http);
        var session = await mcp.BeginAsync(version);

        var (status, message) = await mcp.AskAsync(RawMcp.InSession(session, "tools/call", new JsonObject { ["name"] = "echo", ["arguments"] = new JsonObject { ["text"] = version } }));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(version, (string?)message!["result"]!["content"]![0]!["text"]);
        Assert.Null(message["result"]!["resultType"]);
    }

    [Theory]
    [InlineData("2025-06-18", 256)]
    [InlineData("2025-11-25", 0)]
    [InlineData("2025-11-25", 256)]
    public async Task Answered_calls_leave_nothing_behind(string version, int events)
    {
        await using var rig = await BridgeRig.StartAsync(configure: options => options.SessionEvents = events, parts: new TestTools());
        var mcp = new RawMcp(rig.Http);
        var session = await mcp.BeginAsync(version);

        await mcp.AskAsync(RawMcp.InSession(session, "tools/call", new JsonObject { ["name"] = "echo", ["arguments"] = new JsonObject { ["text"] = "hello" } }));

        Assert.True(rig.Get<SessionTable>().TryEnter(session, out var entered));
        await Eventually.TrueAsync(() => entered.Events.Expected == 0);
        entered.Leave();
    }

    [Fact]
    public async Task A_session_can_be_asked_whether_it_ended_after_it_did()
    {
        await using var rig = await BridgeRig.StartAsync();
        var sessions = rig.Get<SessionTable>();
        var session = await sessions.BeginAsync();

        await sessions.EndAsync(session!.Id);

        Assert.True(session.Closing.IsCancellationRequested);
        session.StartPush();
    }

    [Fact]
    public async Task A_session_that_its_client_ends_is_gone()
    {
        await using var rig = await BridgeRig.StartAsync();
        var mcp = new RawMcp(rig.Http);
        var session = await mcp.BeginAsync();

        Assert.Equal(HttpStatusCode.OK, await DeleteAsync(rig, session));
        Assert.Equal(HttpStatusCode.NotFound, (await mcp.AskAsync(RawMcp.InSession(session, "tools/list"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(rig, session));
        Assert.Equal(0, rig.Get<SessionTable>().Count);
    }

    [Fact]
    public async Task A_session_that_ends_under_a_call_breaks_it_off()
    {
        var tools = new TestTools();
        await using var rig = await BridgeRig.StartAsync(parts: tools);
        var mcp = new RawMcp(rig.Http);
        var session = await mcp.BeginAsync();
        var call = mcp.AskAsync(RawMcp.InSession(session, "tools/call", new JsonObject { ["name"] = "hold", ["arguments"] = new JsonObject { ["name"] = "never" } }));
        await Eventually.TrueAsync(() => tools.Held == 1);

        Assert.Equal(HttpStatusCode.OK, await DeleteAsync(rig, session));

        await Assert.ThrowsAnyAsync<Exception>(() => call);
        await Eventually.TrueAsync(() => tools.Held == 0);
    }

    [Fact]
    public async Task Without_a_session_only_initialize_is_answered()
    {
        await using var rig = await BridgeRig.StartAsync();

        var (status, message) = await new RawMcp(rig.Http).AskAsync(RawMcp.InSession(null, "tools/list"));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("initialize", (string?)message!["error"]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_idle_session_ends_and_one_in_use_does_not()
    {
        var clock = new FakeTimeProvider();
        await using var rig = await BridgeRig.StartAsync(configure: static options => options.SessionIdleSeconds = 60, time: clock);
        var mcp = new RawMcp(rig.Http);
        var idle = await mcp.BeginAsync();
        var listening = await mcp.BeginAsync();
        using var stream = await mcp.SendAsync(RawMcp.Get(listening));
        var sessions = rig.Get<SessionTable>();
        await Eventually.TrueAsync(() => sessions.TryEnter(idle, out var entered) && Left(entered));

        clock.Advance(TimeSpan.FromSeconds(61));
        await sessions.SweepAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await mcp.AskAsync(RawMcp.InSession(idle, "ping"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await mcp.AskAsync(RawMcp.InSession(listening, "ping"))).Status);

        static bool Left(HttpSession session)
        {
            session.Leave();
            return session.Idle() is not null;
        }
    }

    [Fact]
    public async Task One_session_too_many_takes_the_place_of_the_longest_idle_one_and_never_of_one_in_use()
    {
        var clock = new FakeTimeProvider();
        await using var rig = await BridgeRig.StartAsync(configure: static options => options.MaxSessions = 2, time: clock);
        var mcp = new RawMcp(rig.Http);
        var oldest = await mcp.BeginAsync();
        clock.Advance(TimeSpan.FromSeconds(1));
        var second = await mcp.BeginAsync();

        var third = await mcp.BeginAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await mcp.AskAsync(RawMcp.InSession(oldest, "ping"))).Status);

        using var streamOfSecond = await mcp.SendAsync(RawMcp.Get(second));
        using var streamOfThird = await mcp.SendAsync(RawMcp.Get(third));
        var (status, _) = await mcp.AskAsync(RawMcp.InSession(null, "initialize", new JsonObject { ["protocolVersion"] = "2025-11-25", ["capabilities"] = new JsonObject(), ["clientInfo"] = new JsonObject { ["name"] = "late", ["version"] = "1" } }));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(2, rig.Get<SessionTable>().Count);
    }

    [Fact]
    public async Task A_second_stream_takes_over_from_the_first_one()
    {
        await using var rig = await BridgeRig.StartAsync();
        var mcp = new RawMcp(rig.Http);
        var session = await mcp.BeginAsync("2025-06-18");
        using var first = await mcp.SendAsync(RawMcp.Get(session));
        using var second = await mcp.SendAsync(RawMcp.Get(session));

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Empty(await RawMcp.ReadAsync(first));
    }

    private static async Task<HttpStatusCode> DeleteAsync(BridgeRig rig, string session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/mcp");
        request.Headers.Add("Mcp-Session-Id", session);
        using var response = await rig.Http.SendAsync(request);
        return response.StatusCode;
    }
}
