using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Tests.Rig;

namespace LlmMcp.McpBridge.Tests.Prompts;

/// <summary>Mistakes in a prompt's arguments are told to its caller, and are no defects of ours: the rig fails on what is logged.</summary>
public sealed class PromptArgumentsTests
{
    [Theory]
    [InlineData("""{"name": "summarise"}""", "text is missing: The text.")]
    [InlineData("""{"name": "summarise", "arguments": {"length": "one line"}}""", "text is missing: The text.")]
    [InlineData("""{"name": "summarise", "arguments": {"text": null}}""", "text is missing: The text.")]
    [InlineData("""{"name": "translate"}""", "text is missing: The text. language is missing: The language it is to become, such as German.")]
    [InlineData("""{"name": "explain_job"}""", "job is missing: The job's id.")]
    public async Task What_is_missing_is_told(string parameters, string mistakes)
    {
        await using var rig = await BridgeRig.StartAsync();
        var mcp = new RawMcp(rig.Http);
        var asked = JsonNode.Parse(parameters)!.AsObject();
        var session = await mcp.BeginAsync();

        var (_, alone) = await mcp.AskAsync(RawMcp.Alone("prompts/get", asked, name: (string?)asked["name"]));
        var (_, within) = await mcp.AskAsync(RawMcp.InSession(session, "prompts/get", asked));

        foreach (var message in new[] { alone, within })
        {
            Assert.Equal((-32602, mistakes), ((int)message!["error"]!["code"]!, (string?)message["error"]!["message"]));
        }

        Assert.Empty(rig.Log.Events);
    }

    [Fact]
    public async Task What_may_be_left_out_is_not_missing()
    {
        await using var rig = await BridgeRig.StartAsync();

        var (_, message) = await new RawMcp(rig.Http).AskAsync(RawMcp.Alone(
            "prompts/get", new JsonObject { ["name"] = "summarise", ["arguments"] = new JsonObject { ["text"] = "A long story." } }, name: "summarise"));

        Assert.Contains("A long story.", (string?)message!["result"]!["messages"]![0]!["content"]!["text"], StringComparison.Ordinal);
    }
}
