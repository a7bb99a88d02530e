using System.Text.Json.Nodes;
using LlmMcp.Simulator.Catalog;

namespace LlmMcp.Simulator.Tests.Replay;

/// <summary>The eleven models the recorded server had: tiny, and most of them scripted.</summary>
internal static class RecordedModels
{
    private const string LoadError =
        "llama-server process has terminated: GGML_ASSERT(id_to_token.size() == token_to_id.size()) failed: GGML_ASSERT(id_to_token.size() == token_to_id.size()) failed";

    private static readonly AnswerScript Greeting = new("Hello! This is a scripted reply.");

    private static readonly KeyValuePair<string, string>[] Short = [KeyValuePair.Create("num_predict", "32")];

    public static IReadOnlyList<ModelSpec> All { get; } =
    [
        Tiny("created:latest", Greeting),
        Tiny("tiny2:1b") with { Parameters = [.. Short, KeyValuePair.Create("temperature", "0")], Quantization = "Q8_0" },
        Tiny("tiny-jinja:latest") with { Parameters = Short, ExtraModelInfo = Padding() },
        Tiny("loop:latest", new AnswerScript("tick tock ", Endless: true)),
        Tiny("think:latest", new AnswerScript("The answer is 42.", "Let me think..")) with { Capabilities = ModelCapabilities.Completion | ModelCapabilities.Thinking },
        Tiny("broken:latest", Greeting) with { LoadError = LoadError },
        Tiny("tiny:latest"),
        Tiny("tiny-embed:latest") with { Capabilities = ModelCapabilities.Embedding, ExtraModelInfo = Padding() },
        Tiny("hello:latest", Greeting),
        Tiny("toolcall:latest", Greeting) with { Capabilities = ModelCapabilities.Completion | ModelCapabilities.Tools },
    ];

    private static ModelSpec Tiny(string name, AnswerScript? script = null) => new()
    {
        Name = name,
        Architecture = "llama",
        ParameterCount = 63_040,
        ParameterSize = "63K",
        Quantization = "F16",
        SizeBytes = 259_784,
        ContextLength = 4096,
        EmbeddingLength = 64,
        BlockCount = 1,
        HeadCount = 4,
        HeadCountKv = 4,
        FeedForwardLength = 64,
        VocabularySize = 267,
        Capabilities = ModelCapabilities.Completion,
        Script = script,
    };

    private static JsonObject Padding() => new() { ["harness.pad"] = "" };
}
