using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Tests.Rig;

namespace LlmMcp.McpBridge.Tests.Tools;

/// <summary>Mistakes in arguments are told to the model that made them, and are no defects of ours.</summary>
public sealed class ToolArgumentsTests
{
    [Theory]
    [InlineData("llm_job_wait", """{"job_ids": [null]}""", "job_ids[0] is null.")]
    [InlineData("llm_batch", """{"requests": [{"prompt": "Hello"}, null]}""", "requests[1] is null.")]
    [InlineData("llm_batch", """{"requests": [{"prompt": "Hello", "images": ["eA==", null]}]}""", "requests[0].images[1] is null.")]
    public async Task Null_in_a_list_is_a_mistake_of_the_caller(string tool, string arguments, string mistake)
    {
        await using var rig = await BridgeRig.StartAsync();

        var (_, message) = await new RawMcp(rig.Http).AskAsync(RawMcp.AloneCall(tool, JsonNode.Parse(arguments)!.AsObject()));

        Assert.True((bool?)message!["result"]?["isError"], message.ToJsonString());
        Assert.StartsWith($"invalid_arguments: {mistake}", (string?)message["result"]!["content"]![0]!["text"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("llm_feedback", """{"model": "m", "rating": 5}""", "rating must be one of good, bad.")]
    [InlineData("llm_feedback", """{"model": "m", "rating": "5"}""", "rating must be one of good, bad.")]
    [InlineData("llm_feedback", """{"model": "m"}""", "rating is missing: one of good, bad.")]
    [InlineData("llm_request", """{"prompt": "Hello", "quality": 5}""", "quality must be one of turbo, economy, standard, premium, ultra, max")]
    [InlineData("llm_model_stats", """{"limit": "many"}""", "limit must be integer")]
    public async Task What_an_argument_may_be_is_told_with_its_mistake(string tool, string arguments, string mistake)
    {
        await using var rig = await BridgeRig.StartAsync();

        var (_, message) = await new RawMcp(rig.Http).AskAsync(RawMcp.AloneCall(tool, JsonNode.Parse(arguments)!.AsObject()));

        Assert.StartsWith($"invalid_arguments: {mistake}", (string?)message!["result"]!["content"]![0]!["text"], StringComparison.Ordinal);
    }
}
