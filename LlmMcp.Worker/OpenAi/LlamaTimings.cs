using System.Text.Json.Nodes;
using LlmMcp.Worker.Results;

namespace LlmMcp.Worker.OpenAi;

/// <summary>Reads the <c>timings</c> object llama.cpp adds to its completions, in milliseconds.</summary>
internal static class LlamaTimings
{
    public static ServerTimings Read(JsonObject completion) =>
        new(null, Duration(completion["timings"]?["prompt_ms"]), Duration(completion["timings"]?["predicted_ms"]));

    private static TimeSpan? Duration(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<double>(out var milliseconds) ? TimeSpan.FromMilliseconds(milliseconds) : null;
}
