using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;

namespace LlmMcp.McpBridge.Tests.Rig;

/// <summary>Speaks Streamable HTTP by hand, so that a test can say exactly what it wants, right or wrong.</summary>
internal sealed class RawMcp(HttpClient http)
{
    public const string Stateless = "2026-07-28";

    /// <summary>A request of 2026-07-28 with all its headers and metadata.</summary>
    public static HttpRequestMessage Alone(string method, JsonObject? parameters = null, int id = 1, JsonObject? capabilities = null, string? name = null)
    {
        var body = parameters?.DeepClone().AsObject() ?? [];
        body["_meta"] ??= new JsonObject();
        body["_meta"]!["io.modelcontextprotocol/protocolVersion"] = Stateless;
        body["_meta"]!["io.modelcontextprotocol/clientInfo"] = new JsonObject { ["name"] = "test", ["version"] = "1" };
        body["_meta"]!["io.modelcontextprotocol/clientCapabilities"] = capabilities?.DeepClone() ?? new JsonObject();
        var request = Post(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = body }.ToJsonString());
        request.Headers.Add("MCP-Protocol-Version", Stateless);
        request.Headers.Add("Mcp-Method", method);
        if (name is not null)
        {
            request.Headers.Add("Mcp-Name", name);
        }

        return request;
    }

    /// <summary>A call of a tool in 2026-07-28.</summary>
    public static HttpRequestMessage AloneCall(string tool, JsonObject arguments, JsonObject? capabilities = null, JsonObject? meta = null)
    {
        var parameters = new JsonObject { ["name"] = tool, ["arguments"] = arguments };
        if (meta is not null)
        {
            parameters["_meta"] = meta;
        }

        return Alone("tools/call", parameters, capabilities: capabilities, name: tool);
    }

    /// <summary>A message within a session, or the one that begins it.</summary>
    public static HttpRequestMessage InSession(string? session, string method, JsonObject? parameters = null, int? id = 1, string? version = null)
    {
        var body = new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters?.DeepClone() ?? new JsonObject() };
        if (id is { } number)
        {
            body["id"] = number;
        }

        var request = Post(body.ToJsonString());
        if (session is not null)
        {
            request.Headers.Add("Mcp-Session-Id", session);
        }

        if (version is not null)
        {
            request.Headers.Add("MCP-Protocol-Version", version);
        }

        return request;
    }

    /// <summary>A POST of this body, with the headers every client sends.</summary>
    public static HttpRequestMessage Post(string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        return request;
    }

    /// <summary>A GET of a session.</summary>
    public static HttpRequestMessage Get(string? session, string? lastEventId = null, string? version = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/mcp");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        foreach (var (header, value) in new[] { ("Mcp-Session-Id", session), ("Last-Event-ID", lastEventId), ("MCP-Protocol-Version", version) })
        {
            if (value is not null)
            {
                request.Headers.Add(header, value);
            }
        }

        return request;
    }

    /// <summary>Sends, and returns as soon as the headers are here.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken = default) =>
        http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    /// <summary>Sends, and returns the status and the last message of the answer: the only one of JSON, the final one of a stream.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Message)> AskAsync(HttpRequestMessage request)
    {
        using var response = await SendAsync(request);
        return (response.StatusCode, (await ReadAsync(response)).LastOrDefault());
    }

    /// <summary>Begins a session and tells the server so; returns its id.</summary>
    public async Task<string> BeginAsync(string version = "2025-11-25", JsonObject? capabilities = null)
    {
        using var response = await SendAsync(InSession(null, "initialize", new JsonObject
        {
            ["protocolVersion"] = version,
            ["capabilities"] = capabilities?.DeepClone() ?? new JsonObject(),
            ["clientInfo"] = new JsonObject { ["name"] = "test", ["version"] = "1" },
        }));
        await ReadAsync(response);
        var session = response.EnsureSuccessStatusCode().Headers.GetValues("Mcp-Session-Id").Single();
        using var told = await SendAsync(InSession(session, "notifications/initialized", id: null, version: version));
        Assert.Equal(HttpStatusCode.Accepted, told.StatusCode);
        return session;
    }

    /// <summary>All messages of an answer, to its end.</summary>
    public static async Task<List<JsonNode>> ReadAsync(HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            var text = await response.Content.ReadAsStringAsync();
            return text.Length == 0 ? [] : [JsonNode.Parse(text)!];
        }

        var messages = new List<JsonNode>();
        await foreach (var item in EventsAsync(response))
        {
            if (item.Data.Length > 0)
            {
                messages.Add(JsonNode.Parse(item.Data)!);
            }
        }

        return messages;
    }

    /// <summary>The events of an answer as they come.</summary>
    public static async IAsyncEnumerable<SseItem<string>> EventsAsync(HttpResponseMessage response)
    {
        await using var body = await response.Content.ReadAsStreamAsync();
        await foreach (var item in SseParser.Create(body).EnumerateAsync())
        {
            yield return item;
        }
    }
}
