using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Http;
using LlmMcp.McpBridge.Sessions;
using LlmMcp.McpBridge.Tests.Rig;

namespace LlmMcp.McpBridge.Tests.Http;

/// <summary>Many at once, slow ones and those that vanish: nobody hangs and nothing stays behind.</summary>
public sealed class CrowdTests
{
    private const int Clients = 100;

    [Fact]
    public async Task Many_clients_of_both_eras_are_answered_at_once()
    {
        await using var rig = await BridgeRig.StartAsync(parts: new TestTools());
        var mcp = new RawMcp(rig.Http);

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            var session = client % 2 == 0 ? await mcp.BeginAsync() : null;
            for (var call = 0; call < 5; call++)
            {
                var text = $"{client}/{call}";
                var arguments = new JsonObject { ["text"] = text };
                var (_, message) = await mcp.AskAsync(session is null
                    ? RawMcp.AloneCall("echo", arguments)
                    : RawMcp.InSession(session, "tools/call", new JsonObject { ["name"] = "echo", ["arguments"] = arguments }, id: call + 2));
                Assert.Equal(text, (string?)message!["result"]!["content"]![0]!["text"]);
            }
        }));

        await Eventually.TrueAsync(() => rig.Get<StreamGate>().Open == 0);
        Assert.Equal(Clients / 2, rig.Get<SessionTable>().Count);
    }

    [Fact]
    public async Task Cut_connections_leave_nothing_behind()
    {
        var tools = new TestTools();
        await using var rig = await BridgeRig.StartAsync(parts: tools);
        var sockets = new List<Socket>();
        for (var client = 0; client < Clients; client++)
        {
            sockets.Add(await CallAsync(rig.Url, "hold", """{"name":"never"}"""));
        }

        await Eventually.TrueAsync(() => tools.Held == Clients);
        foreach (var socket in sockets)
        {
            // No good-bye: what a pulled plug or a killed client looks like.
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }

        await Eventually.TrueAsync(() => tools.Held == 0 && rig.Get<StreamGate>().Open == 0);
    }

    [Fact]
    public async Task A_client_that_reads_nothing_holds_up_itself_alone()
    {
        var tools = new TestTools();
        await using var rig = await BridgeRig.StartAsync(parts: tools);
        // Far more than the buffers between two sockets hold, so that the server has to stop and wait for this reader.
        using var slow = await CallAsync(rig.Url, "flood", """{"count":5000}""", ",\"progressToken\":\"p\"");
        await Eventually.TrueAsync(() => tools.Held == 1);

        var (_, message) = await new RawMcp(rig.Http).AskAsync(RawMcp.AloneCall("echo", new JsonObject { ["text"] = "quick" })).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        Assert.Equal("quick", (string?)message!["result"]!["content"]![0]!["text"]);
        Assert.Equal(1, tools.Held);

        slow.LingerState = new LingerOption(true, 0);
        slow.Dispose();
        await Eventually.TrueAsync(() => tools.Held == 0 && rig.Get<StreamGate>().Open == 0);
    }

    /// <summary>Sends a call of 2026-07-28 on a connection of its own, and reads nothing.</summary>
    private static async Task<Socket> CallAsync(Uri url, string tool, string arguments, string meta = "")
    {
        var body = Encoding.UTF8.GetBytes($$$"""
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}},"_meta":{
            "io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}{{{meta}}} } } }
            """);
        var head = string.Join("\r\n", "POST /mcp HTTP/1.1", $"Host: {url.Authority}", "Accept: application/json, text/event-stream", "Content-Type: application/json",
            "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call", $"Mcp-Name: {tool}", $"Content-Length: {body.Length}", "", "");
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync(url.Host, url.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(head));
        await socket.SendAsync(body);
        return socket;
    }
}
