using System.Text;

namespace LlmMcp.Bench.Mcp;

/// <summary>The messages of MCP clients, written by hand so that the client costs as little as possible.</summary>
internal static class McpCalls
{
    private const string Era = "2026-07-28";
    private const string SessionEra = "2025-11-25";

    /// <summary>A call of a tool that stands alone.</summary>
    public static HttpRequestMessage Alone(string tool, string arguments) => With(
        Post($$$"""
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}},"_meta":{"io.modelcontextprotocol/protocolVersion":"{{{Era}}}","io.modelcontextprotocol/clientCapabilities":{}} } }
            """),
        ("MCP-Protocol-Version", Era), ("Mcp-Method", "tools/call"), ("Mcp-Name", tool));

    /// <summary>A call of a tool within a session.</summary>
    public static HttpRequestMessage InSession(string session, string tool, string arguments) => With(
        Post($$$"""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}} } }"""), ("Mcp-Session-Id", session), ("MCP-Protocol-Version", SessionEra));

    /// <summary>Begins a session as a client does: the handshake, the notice that it is done, the list of tools; returns its id.</summary>
    public static async Task<string> BeginAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(
            http, Post($$$"""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"{{{SessionEra}}}","capabilities":{},"clientInfo":{"name":"bench","version":"1"} } }"""), cancellationToken);
        var session = answer.Headers.GetValues("Mcp-Session-Id").Single();
        using var told = await SendAsync(http, With(Post("""{"jsonrpc":"2.0","method":"notifications/initialized"}"""), ("Mcp-Session-Id", session)), cancellationToken);
        using var listed = await SendAsync(http, With(Post("""{"jsonrpc":"2.0","id":2,"method":"tools/list"}"""), ("Mcp-Session-Id", session)), cancellationToken);
        return session;
    }

    /// <summary>Opens the stream on which the server speaks unasked. The caller disposes it.</summary>
    public static async Task<HttpResponseMessage> ListenAsync(HttpClient http, string session, CancellationToken cancellationToken)
    {
        using var request = With(new HttpRequestMessage(HttpMethod.Get, "/mcp"), ("Accept", "text/event-stream"), ("Mcp-Session-Id", session), ("MCP-Protocol-Version", SessionEra));
        return (await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)).EnsureSuccessStatusCode();
    }

    /// <summary>Sends and reads the whole answer.</summary>
    public static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            return (await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken)).EnsureSuccessStatusCode();
        }
    }

    private static HttpRequestMessage Post(string body) => With(
        new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") }, ("Accept", "application/json, text/event-stream"));

    private static HttpRequestMessage With(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        Array.ForEach(headers, header => request.Headers.TryAddWithoutValidation(header.Name, header.Value));
        return request;
    }
}
