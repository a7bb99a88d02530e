using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Http;
using LlmMcp.McpBridge.Tests.Rig;

namespace LlmMcp.McpBridge.Tests.Http;

public sealed class MalformedTests
{
    [Theory]
    [InlineData("", -32700)]
    [InlineData("{", -32700)]
    [InlineData("hello", -32700)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} trailing", -32700)]
    [InlineData("null", -32600)]
    [InlineData("[]", -32600)]
    [InlineData("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", -32600)]
    [InlineData("{}", -32600)]
    [InlineData("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}", -32600)]
    public async Task What_is_no_message_is_refused_with_what_it_is(string body, int code)
    {
        await using var rig = await BridgeRig.StartAsync();

        var (status, message) = await new RawMcp(rig.Http).AskAsync(RawMcp.Post(body));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(code, (int)message!["error"]!["code"]!);
    }

    [Theory]
    [InlineData("params", "[1,2]")]
    [InlineData("params", "\"text\"")]
    [InlineData("params", "{\"name\":5}")]
    [InlineData("params", "{\"name\":\"echo\",\"arguments\":[]}")]
    [InlineData("params", "{\"_meta\":5}")]
    [InlineData("params", "{\"_meta\":{},\"_meta\":{}}")]
    [InlineData("params", "{\"name\":\"echo\",\"name\":\"echo\"}")]
    public async Task A_call_with_impossible_parameters_is_answered_with_an_error_and_the_session_goes_on(string key, string value)
    {
        await using var rig = await BridgeRig.StartAsync(parts: new TestTools());
        var mcp = new RawMcp(rig.Http);
        var session = await mcp.BeginAsync();
        var request = RawMcp.Post($$"""{"jsonrpc":"2.0","id":9,"method":"tools/call","{{key}}":{{value}}}""");
        request.Headers.Add("Mcp-Session-Id", session);

        var (_, message) = await mcp.AskAsync(request);

        Assert.True(message!["error"] is not null || (bool?)message["result"]?["isError"] == true, message.ToJsonString());
        Assert.NotNull((await mcp.AskAsync(RawMcp.InSession(session, "ping"))).Message!["result"]);
    }

    // The rig fails the test where its caller's mistake is logged as the bridge's.
    [Theory]
    [InlineData("tools/call", """{"extensions":{},"extensions":{}}""", "\"name\":\"echo\",\"arguments\":{\"text\":\"a\"}")]
    [InlineData("tools/call", """{"extensions":{"io.modelcontextprotocol/tasks":{},"io.modelcontextprotocol/tasks":{}}}""", "\"name\":\"echo\",\"arguments\":{\"text\":\"a\"}")]
    [InlineData("tools/call", "{}", "\"name\":\"echo\",\"arguments\":{\"text\":\"a\",\"text\":\"b\"}")]
    [InlineData("subscriptions/listen", "{}", "\"notifications\":{\"taskIds\":[\"a\"],\"taskIds\":[\"b\"]}")]
    [InlineData("tasks/update", """{"extensions":{"io.modelcontextprotocol/tasks":{}}}""", "\"taskId\":\"echo\",\"inputResponses\":{\"a\":1,\"a\":2}")]
    public async Task A_key_that_stands_twice_is_no_defect_of_the_bridge(string method, string capabilities, string parameters)
    {
        await using var rig = await BridgeRig.StartAsync(parts: new TestTools());
        var request = RawMcp.Post(
            $$$"""
            {"jsonrpc":"2.0","id":9,"method":"{{{method}}}","params":{{{{parameters}}},"_meta":{
            "io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{{{capabilities}}} } } }
            """);
        request.Headers.Add("MCP-Protocol-Version", RawMcp.Stateless);
        request.Headers.Add("Mcp-Method", method);
        request.Headers.Add("Mcp-Name", "echo");

        var (_, message) = await new RawMcp(rig.Http).AskAsync(request);

        Assert.True(message!["result"] is not null || message["error"] is not null, message.ToJsonString());
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        await using var rig = await BridgeRig.StartAsync(configure: static options => options.MaxBodyBytes = 2_000);

        var (status, message) = await new RawMcp(rig.Http).AskAsync(RawMcp.Alone("tools/list", new JsonObject { ["cursor"] = new string('x', 3_000) }));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("2000", (string?)message!["error"]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_that_say_too_little_are_refused()
    {
        await using var rig = await BridgeRig.StartAsync();
        using var plain = RawMcp.Alone("server/discover");
        plain.Content = new StringContent("{}", Encoding.UTF8, "text/plain");
        using var onlyJson = RawMcp.Alone("server/discover");
        onlyJson.Headers.Accept.Clear();
        onlyJson.Headers.Add("Accept", "application/json");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await rig.Http.SendAsync(plain)).StatusCode);
        Assert.Equal(HttpStatusCode.NotAcceptable, (await rig.Http.SendAsync(onlyJson)).StatusCode);
        await Eventually.TrueAsync(() => rig.Get<StreamGate>().Open == 0);
    }
}
