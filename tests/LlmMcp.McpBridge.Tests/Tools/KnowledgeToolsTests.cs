using System.Collections.Concurrent;
using System.Text.Json;
using LlmMcp.Client;
using LlmMcp.McpBridge.Tests.Rig;
using LlmMcp.McpBridge.Tools.Knowledge;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace LlmMcp.McpBridge.Tests.Tools;

/// <summary>Tools of knowledge bases are there while Core has the knowledge bases.</summary>
public sealed class KnowledgeToolsTests
{
    private readonly ConcurrentQueue<JsonElement> ingested = [];
    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string[] targets = [];

    [Fact]
    public async Task Tools_come_and_go_with_the_knowledge_bases()
    {
        await using var core = await CoreStandIn.StartAsync(AnswerAsync);
        await using var bridge = await BridgeRig.StartAsync(core.Url);
        var watch = bridge.Get<KnowledgeWatch>();
        // The bridge's own first look comes before ours.
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));

        foreach (var (has, expected) in new (string[], string[])[] { ([], []), (["lightrag", "mem0"], ["llm_learn", "llm_remember"]), (["mem0"], ["llm_remember"]) })
        {
            targets = has;
            Assert.True(await watch.RunOnceAsync(CancellationToken.None));
            await using var client = await ConnectAsync(bridge);

            Assert.Equal(expected, (await client.ListToolsAsync()).Select(static tool => tool.Name).Where(static name => name is "llm_learn" or "llm_remember").Order());
        }
    }

    [Fact]
    public async Task Texts_reach_Core_in_its_own_form()
    {
        targets = ["lightrag", "mem0"];
        await using var core = await CoreStandIn.StartAsync(AnswerAsync);
        await using var bridge = await BridgeRig.StartAsync(core.Url);
        await bridge.Get<KnowledgeWatch>().RunOnceAsync(CancellationToken.None);
        await using var client = await ConnectAsync(bridge);

        var learnt = await client.CallToolAsync("llm_learn", new Dictionary<string, object?> { ["text"] = "A lesson", ["topic"] = "queues" });
        var remembered = await client.CallToolAsync("llm_remember", new Dictionary<string, object?> { ["text"] = "Prefers short answers." });

        Assert.Equal(("stored", "lightrag"), (learnt.StructuredContent!.Value.Text("status"), learnt.StructuredContent.Value.Text("target")));
        Assert.Equal("mem0", remembered.StructuredContent!.Value.Text("target"));
        Assert.Equal(
            [
                """{"text":"A lesson","target":"lightrag","metadata":{"source_type":"agent-learning","topic":"queues","domain":"General"}}""",
                """{"text":"Prefers short answers.","target":"mem0","user_id":"default"}""",
            ],
            ingested.Select(static body => body.GetRawText()));
    }

    [Fact]
    public async Task Knowledge_base_that_is_away_is_an_error_the_model_can_tell()
    {
        targets = ["mem0"];
        await using var core = await CoreStandIn.StartAsync(async context =>
        {
            if (context.Request.Path == "/v1/knowledge/ingest")
            {
                context.Response.StatusCode = StatusCodes.Status502BadGateway;
                await context.Response.WriteAsJsonAsync(new { error = "mem0_error", message = "mem0 gave no answer: connection refused." });
                return;
            }

            await AnswerAsync(context);
        });
        await using var bridge = await BridgeRig.StartAsync(core.Url);
        await bridge.Get<KnowledgeWatch>().RunOnceAsync(CancellationToken.None);
        await using var client = await ConnectAsync(bridge);

        var refused = await client.CallToolAsync("llm_remember", new Dictionary<string, object?> { ["text"] = "Prefers short answers." });

        Assert.True(refused.IsError);
        Assert.Null(refused.StructuredContent);
        Assert.StartsWith("mem0_error: mem0 gave no answer", Assert.IsType<TextContentBlock>(refused.Content[0]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Knowledge_base_that_refuses_is_not_taken_for_the_hub()
    {
        targets = ["lightrag"];
        await using var core = await CoreStandIn.StartAsync(async context =>
        {
            if (context.Request.Path == "/v1/knowledge/ingest")
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                await context.Response.WriteAsJsonAsync(new { detail = "API key required" });
                return;
            }

            await AnswerAsync(context);
        });
        await using var bridge = await BridgeRig.StartAsync(core.Url);
        await bridge.Get<KnowledgeWatch>().RunOnceAsync(CancellationToken.None);
        await using var client = await ConnectAsync(bridge);

        var refused = await client.CallToolAsync("llm_learn", new Dictionary<string, object?> { ["text"] = "A lesson", ["topic"] = "queues" });

        Assert.True(refused.IsError);
        var told = Assert.IsType<TextContentBlock>(refused.Content[0]).Text;
        Assert.StartsWith("lightrag_refused: lightrag refused the text with HTTP 401.", told, StringComparison.Ordinal);
        Assert.DoesNotContain("CORE_HTTP_URL", told, StringComparison.Ordinal);
    }

    private static Task<McpClient> ConnectAsync(BridgeRig bridge) =>
        McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions { Endpoint = bridge.Mcp, TransportMode = HttpTransportMode.StreamableHttp }));

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/v1/knowledge/ingest")
        {
            ingested.Enqueue((await context.Request.ReadFromJsonAsync<JsonElement>()).Clone());
        }

        asked.TrySetResult();
        await context.Response.WriteAsJsonAsync(new { targets });
    }
}
