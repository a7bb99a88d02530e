using System.Collections.Frozen;
using System.Text;
using LlmMcp.Contracts;
using LlmMcp.Core.Api;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Limits;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Tests.Fleet;

namespace LlmMcp.Core.Tests.Routing;

public sealed class ModelRefusalTests
{
    private static readonly FleetSnapshot Home = TestFleet.Of(
        Forbidding(TestFleet.Ollama("pi4", "qwen3:8b", "llama3.2:3b", "big:70b"), 5, ("qwen3:8b", LimitReason.ParamsTooLarge), ("big:70b", LimitReason.ParamsTooLarge)) with { Gone = new[] { "old:1b" }.ToFrozenSet() },
        Forbidding(TestFleet.Ollama("mac", "qwen3:8b", "big:70b"), 12, ("big:70b", LimitReason.ParamsTooLarge)),
        Forbidding(TestFleet.Compat("vllm", "own-70b"), 12, ("own-70b", LimitReason.Denied)),
        TestFleet.Ollama("new"),
        TestFleet.Cloud(Providers.OpenAi));

    [Theory]
    [InlineData("ollama.generate", """{"model":"qwen3:8b","device_id":"pi4"}""", "qwen3:8b is not allowed on pi4: model_params_too_large")]
    [InlineData("ollama.chat", """{"model":" QWEN3:8b","device_id":"pi4","messages":[]}""", "QWEN3:8b is not allowed on pi4: model_params_too_large")]
    [InlineData("benchmark.ollama.generate", """{"model":"qwen3:8b","device_id":"pi4"}""", "qwen3:8b is not allowed on pi4: model_params_too_large")]
    [InlineData("ollama.generate", """{"model":"gone-or-never:1b","device_id":"pi4"}""", "gone-or-never:1b is not allowed on pi4: model_not_on_device")]
    [InlineData("ollama.generate", """{"model":"old:1b","device_id":"pi4"}""", "old:1b is not allowed on pi4: model_not_available")]
    [InlineData("ollama.generate", """{"model":"qwen3:8b","ollama_addr":"pi4:11434"}""", "qwen3:8b is not allowed on pi4: model_params_too_large")]
    [InlineData("ollama.generate", """{"model":"big:70b"}""", "big:70b is not allowed on any device that has it: model_params_too_large")]
    [InlineData("compat.chat", """{"model":"own-70b","messages":[]}""", "own-70b is not allowed on any device that has it: model_denied")]
    public void What_no_device_may_run_is_refused_with_the_reason_at_the_end(string kind, string payload, string message)
    {
        var error = Of(kind, payload)!;

        Assert.Equal((400, "model_not_allowed", "payload.model", message), (error.Status, error.Code, error.Field, error.Message));
        Assert.EndsWith(message.Split(' ')[^1], error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ollama.generate", """{"model":"qwen3:8b","device_id":"mac"}""")]
    [InlineData("ollama.generate", """{"model":"qwen3:8b"}""")]
    [InlineData("ollama.generate", """{"model":"nobody-has-it:1b"}""")]
    [InlineData("ollama.generate", """{"model":"nobody-has-it:1b","device_id":"new"}""")]
    [InlineData("compat.chat", """{"model":"any-name","device_id":"vllm","messages":[]}""")]
    [InlineData("openai.chat", """{"model":"gpt-4o-mini","messages":[]}""")]
    [InlineData("echo", """{"model":"big:70b","device_id":"pi4"}""")]
    public void What_some_device_may_run_passes(string kind, string payload) => Assert.Null(Of(kind, payload));

    [Fact]
    public void The_detail_says_what_is_limited() =>
        Assert.StartsWith("qwen3:8b has 8 billion parameters, the device allows 5.", Of("ollama.generate", """{"model":"qwen3:8b","device_id":"pi4"}""")!.Detail, StringComparison.Ordinal);

    [Fact]
    public void A_forbidden_model_is_never_the_default() =>
        Assert.Equal("qwen3:8b", DefaultModel.Choose(Providers.Ollama, false, Home.Placements, Requests.Defaults with { ChatModel = "big:70b" }).Model);

    [Fact]
    public void A_device_caps_the_context()
    {
        var device = TestFleet.Ollama("pi4") with { Limits = LimitDerivation.Complete(new DeviceLimits { RamGb = 8 }) };

        Assert.Equal((4096, 2048), (device.EffectiveContext(131_072), device.EffectiveContext(2048)));
        Assert.Equal(131_072, TestFleet.Ollama("free").EffectiveContext(131_072));
    }

    private static FleetDevice Forbidding(FleetDevice device, decimal most, params (string Model, string Reason)[] forbidden) => device with
    {
        LastSeen = DateTimeOffset.UnixEpoch,
        Limits = new DeviceLimits { MaxParamsB = most },
        Forbidden = forbidden.ToFrozenDictionary(static pair => pair.Model, static pair => pair.Reason, ModelName.Comparer),
    };

    private static ApiError? Of(string kind, string payload) => PayloadBlock.Of(kind, Encoding.UTF8.GetBytes(payload), Home, Requests.Defaults).Error;
}
