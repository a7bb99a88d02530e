using System.Net;
using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Http;
using LlmMcp.McpBridge.Tests.Rig;

namespace LlmMcp.McpBridge.Tests.Http;

/// <summary>2026-07-28: every request stands alone.</summary>
public sealed class StatelessTests
{
    [Fact]
    public async Task A_server_tells_what_it_is_and_answers_without_a_session()
    {
        await using var rig = await BridgeRig.StartAsync(parts: new TestTools());
        var mcp = new RawMcp(rig.Http);

        var discovered = await mcp.AskAsync(RawMcp.Alone("server/discover"));
        using var called = await mcp.SendAsync(RawMcp.AloneCall("echo", new JsonObject { ["text"] = "hello" }));
        var answer = (await RawMcp.ReadAsync(called))[^1];

        Assert.Equal(HttpStatusCode.OK, discovered.Status);
        Assert.NotNull(discovered.Message!["result"]!["capabilities"]!["extensions"]!["io.modelcontextprotocol/tasks"]);
        Assert.Equal("hello", (string?)answer["result"]!["content"]![0]!["text"]);
        Assert.Equal("complete", (string?)answer["result"]!["resultType"]);
        Assert.False(called.Headers.Contains("Mcp-Session-Id"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task There_is_nothing_to_get_or_delete(string method)
    {
        await using var rig = await BridgeRig.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), "/mcp");
        request.Headers.Add("MCP-Protocol-Version", RawMcp.Stateless);
        request.Headers.Add("Accept", "text/event-stream");

        using var refused = await rig.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        Assert.Equal(["POST"], refused.Content.Headers.Allow);
    }

    [Fact]
    public async Task An_unknown_method_is_not_found()
    {
        await using var rig = await BridgeRig.StartAsync();

        var (status, message) = await new RawMcp(rig.Http).AskAsync(RawMcp.Alone("tools/dance"));

        Assert.Equal((HttpStatusCode.NotFound, -32601), (status, (int)message!["error"]!["code"]!));
        Assert.Equal(1, (int)message["id"]!);
    }

    [Fact]
    public async Task A_client_that_leaves_cancels_its_call()
    {
        var tools = new TestTools();
        await using var rig = await BridgeRig.StartAsync(parts: tools);
        using var leaving = new CancellationTokenSource();
        var call = new RawMcp(rig.Http).SendAsync(RawMcp.AloneCall("hold", new JsonObject { ["name"] = "never" }), leaving.Token);
        await Eventually.TrueAsync(() => tools.Held == 1);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadToEndAsync(call));

        await Eventually.TrueAsync(() => tools.Held == 0 && rig.Get<StreamGate>().Open == 0);

        async Task ReadToEndAsync(Task<HttpResponseMessage> sending)
        {
            using var response = await sending;
            await response.Content.ReadAsStringAsync(leaving.Token);
        }
    }

    [Fact]
    public async Task One_call_too_many_is_refused_until_there_is_room()
    {
        var tools = new TestTools();
        await using var rig = await BridgeRig.StartAsync(configure: static options => options.MaxStreams = 1, parts: tools);
        var mcp = new RawMcp(rig.Http);
        var first = mcp.AskAsync(RawMcp.AloneCall("hold", new JsonObject { ["name"] = "a" }));
        await Eventually.TrueAsync(() => tools.Held == 1);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await mcp.AskAsync(RawMcp.Alone("tools/list"))).Status);
        tools.Release("a");
        Assert.Equal("released a", (string?)(await first).Message!["result"]!["content"]![0]!["text"]);
        await Eventually.TrueAsync(() => rig.Get<StreamGate>().Open == 0);
        Assert.Equal(HttpStatusCode.OK, (await mcp.AskAsync(RawMcp.Alone("tools/list"))).Status);
    }
}
