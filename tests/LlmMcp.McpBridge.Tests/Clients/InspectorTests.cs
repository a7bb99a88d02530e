using System.Text.Json;
using LlmMcp.Client;
using LlmMcp.Testing;

namespace LlmMcp.McpBridge.Tests.Clients;

/// <summary>The MCP Inspector's command line, as a person tries a server with it.</summary>
public sealed class InspectorTests(ClientsFixture fixture) : IClassFixture<ClientsFixture>
{
    [Fact]
    public async Task Inspector_finds_nothing_to_complain_of_in_any_schema()
    {
        // --strict ends with 6 where a host could not make use of a schema.
        var tools = await InspectAsync("--method", "tools/list", "--strict");

        Assert.Contains(tools.Items("tools"), static tool => tool.Text("name") == "llm_request");
    }

    [Fact]
    public async Task Inspector_calls_a_tool_and_reads_a_resource()
    {
        var answer = await InspectAsync(
            "--method", "tools/call", "--tool-name", "llm_request", "--tool-arg", "prompt=Hello", $"model={ClientsFixture.Model}", "max_tokens=20");
        var job = answer.Member("structuredContent")!.Value;

        Assert.Equal("done", job.Text("status"));

        var read = await InspectAsync("--method", "resources/read", "--uri", $"job://{job.Text("job_id")}");
        using var shown = JsonDocument.Parse(read.Items("contents")[0].Text("text")!);

        Assert.Equal(job.Text("job_id"), shown.RootElement.Text("id"));
    }

    [Fact]
    public async Task Inspector_fills_in_a_prompt()
    {
        var prompt = await InspectAsync("--method", "prompts/get", "--prompt-name", "summarise", "--prompt-args", "text=A long story", "length=one word");

        Assert.Contains("one word", prompt.Items("messages")[0].Member("content")!.Value.Text("text"), StringComparison.Ordinal);
    }

    private async Task<JsonElement> InspectAsync(params string[] arguments)
    {
        using var home = TestDirectory.Create();
        var run = (await McpClients.InspectAsync(home.Path, [fixture.Bridge.Mcp.ToString(), "--transport", "http", .. arguments])).EnsureSuccess();
        return JsonSerializer.Deserialize<JsonElement>(run.Output);
    }
}
