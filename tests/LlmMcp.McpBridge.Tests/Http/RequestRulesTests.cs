using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Http;
using LlmMcp.McpBridge.Server;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Tests.Http;

public sealed class RequestRulesTests
{
    private const string Meta = """{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}""";
    private const int HeaderMismatch = -32020;
    private const int UnsupportedVersion = -32022;
    private const int InvalidParams = -32602;
    private const int MethodNotFound = -32601;

    private static readonly RoutingNames Names = new(new McpServerOptions
    {
        RequestHandlers = [new McpServerRequestHandler { Method = "tasks/get", RoutingNameParameter = "taskId", Handler = static (_, _) => ValueTask.FromResult<JsonNode?>(null) }],
    });

    [Theory]
    [InlineData("tools/list", "{}", "MCP-Protocol-Version: 2026-07-28|Mcp-Method: tools/list")]
    [InlineData("tools/call", """{"name":"echo"}""", "MCP-Protocol-Version: 2026-07-28|Mcp-Method: tools/call|Mcp-Name: echo")]
    [InlineData("tools/call", """{"name":"echo"}""", "MCP-Protocol-Version: 2026-07-28|Mcp-Method:  tools/call |Mcp-Name:  echo ")]
    [InlineData("tools/call", """{"name":"é"}""", "MCP-Protocol-Version: 2026-07-28|Mcp-Method: tools/call|Mcp-Name: =?base64?w6k=?=")]
    [InlineData("tasks/get", """{"taskId":"t1"}""", "MCP-Protocol-Version: 2026-07-28|Mcp-Method: tasks/get|Mcp-Name: t1")]
    public void What_agrees_is_let_through(string method, string parameters, string headers) => Assert.Null(Check(method, parameters, headers));

    [Theory]
    [InlineData("tools/list", "{}", "MCP-Protocol-Version: 1999-01-01", UnsupportedVersion)]
    [InlineData("tools/list", "{}", "Mcp-Method: tools/list", HeaderMismatch)]
    [InlineData("tools/list", "{}", "MCP-Protocol-Version: 2025-11-25|Mcp-Method: tools/list", HeaderMismatch)]
    [InlineData("tools/list", "{}", "MCP-Protocol-Version: 2026-07-28", HeaderMismatch)]
    [InlineData("tools/list", "{}", "MCP-Protocol-Version: 2026-07-28|Mcp-Method: TOOLS/LIST", HeaderMismatch)]
    [InlineData("tools/call", """{"name":"echo"}""", "MCP-Protocol-Version: 2026-07-28|Mcp-Method: tools/call", HeaderMismatch)]
    [InlineData("tools/call", """{"name":"echo"}""", "MCP-Protocol-Version: 2026-07-28|Mcp-Method: tools/call|Mcp-Name: other", HeaderMismatch)]
    [InlineData("tools/call", """{"name":"é"}""", "MCP-Protocol-Version: 2026-07-28|Mcp-Method: tools/call|Mcp-Name: é", HeaderMismatch)]
    [InlineData("tools/call", """{"name":"é"}""", "MCP-Protocol-Version: 2026-07-28|Mcp-Method: tools/call|Mcp-Name: =?base64?%%%?=", HeaderMismatch)]
    [InlineData("resources/read", """{"uri":"dashboard://"}""", "MCP-Protocol-Version: 2026-07-28|Mcp-Method: resources/read|Mcp-Name: models://", HeaderMismatch)]
    [InlineData("tasks/get", """{"taskId":"t1"}""", "MCP-Protocol-Version: 2026-07-28|Mcp-Method: tasks/get|Mcp-Name: t2", HeaderMismatch)]
    [InlineData("ping", "{}", "MCP-Protocol-Version: 2026-07-28|Mcp-Method: ping", MethodNotFound)]
    [InlineData("initialize", "{}", "MCP-Protocol-Version: 2026-07-28|Mcp-Method: initialize", MethodNotFound)]
    public void What_does_not_is_refused(string method, string parameters, string headers, int code)
    {
        var fault = Check(method, parameters, headers);

        Assert.Equal(code, fault?.Error.Code);
        Assert.Equal(code == MethodNotFound ? 404 : 400, fault!.Status);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}""")]
    [InlineData("""{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":"none"}}""")]
    public void A_stateless_request_without_its_metadata_is_refused(string parameters) =>
        Assert.Equal(InvalidParams, RequestRules.Check(Headers("MCP-Protocol-Version: 2026-07-28|Mcp-Method: tools/list"), Message("tools/list", parameters), Names)?.Error.Code);

    [Fact]
    public void The_versions_that_are_spoken_are_told() =>
        Assert.Contains("2026-07-28", RequestRules.CheckVersion("1999-01-01")!.Error.Data!.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Sessions_need_no_header_but_a_wrong_one_is_refused()
    {
        var initialize = Message("initialize", """{"protocolVersion":"2025-06-18"}""");

        Assert.Null(RequestRules.Check(Headers(""), initialize, Names));
        Assert.Null(RequestRules.Check(Headers("MCP-Protocol-Version: 2025-06-18"), initialize, Names));
        Assert.Equal(HeaderMismatch, RequestRules.Check(Headers("MCP-Protocol-Version: 2025-11-25"), initialize, Names)?.Error.Code);
    }

    private static RequestFault? Check(string method, string parameters, string headers)
    {
        var body = JsonNode.Parse(parameters)!.AsObject();
        body["_meta"] = JsonNode.Parse(Meta);
        return RequestRules.Check(Headers(headers), Message(method, body.ToJsonString()), Names);
    }

    private static JsonRpcMessage Message(string method, string parameters) => JsonSerializer.Deserialize<JsonRpcMessage>(
        $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""", McpJsonUtilities.DefaultOptions)!;

    private static HeaderDictionary Headers(string text)
    {
        var headers = new HeaderDictionary();
        foreach (var line in text.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 2)..];
        }

        return headers;
    }
}
