using LlmMcp.Client;
using LlmMcp.McpBridge.Tools;

namespace LlmMcp.McpBridge.Tests.Tools;

/// <summary>What a model is told of a refusal of Core.</summary>
public sealed class ToolFailuresTests
{
    [Theory]
    [InlineData("no such device", null, null, "no such device")]
    [InlineData("no_device", "The device pi5 is not known.", null, "no_device. The device pi5 is not known.")]
    [InlineData("Say more.", "A prompt has words.", null, "Say more. A prompt has words.")]
    [InlineData("bad_request", "max_tokens must be positive.", "max_tokens", "bad_request. max_tokens must be positive.")]
    [InlineData("bad_request", "It must be positive.", "max_tokens", "bad_request. It must be positive. (max_tokens)")]
    public void All_that_Core_says_is_told(string message, string? detail, string? field, string told) =>
        Assert.Equal(told, ToolFailures.Of(new CoreFailure(CoreFailureKind.Refused, "routing_failed", message) { Status = 400, Detail = detail, Field = field }).Message);
}
