using System.Net;
using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Tests.Rig;
using LlmMcp.McpBridge.Tools.Requests;
using ModelContextProtocol.Protocol;

namespace LlmMcp.McpBridge.Tests.Tools;

public sealed class CanceledCallsTests
{
    [Fact]
    public async Task Nobody_takes_back_the_call_of_another_client()
    {
        await using var rig = await BridgeRig.StartAsync();
        using var call = rig.Get<CanceledCalls>().Begin((null, new RequestId(5)));
        var body = new JsonObject { ["jsonrpc"] = "2.0", ["method"] = "notifications/cancelled", ["params"] = new JsonObject { ["requestId"] = 5 } };
        using var another = RawMcp.Post(body.ToJsonString());
        another.Headers.Add("MCP-Protocol-Version", RawMcp.Stateless);
        another.Headers.Add("Mcp-Method", "notifications/cancelled");

        var (status, _) = await new RawMcp(rig.Http).AskAsync(another);

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.False(call.WasTakenBack);
    }

    [Fact]
    public async Task A_client_takes_back_its_own()
    {
        await using var rig = await BridgeRig.StartAsync();
        var mcp = new RawMcp(rig.Http);
        var session = await mcp.BeginAsync();
        using var call = rig.Get<CanceledCalls>().Begin((session, new RequestId(5)));

        await mcp.AskAsync(RawMcp.InSession(session, "notifications/cancelled", new JsonObject { ["requestId"] = 5 }, id: null));

        await Eventually.TrueAsync(() => call.WasTakenBack);
    }
}
