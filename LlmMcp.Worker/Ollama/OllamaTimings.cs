using System.Text.Json.Nodes;
using LlmMcp.Worker.Results;
using LlmMcp.Worker.Upstream;

namespace LlmMcp.Worker.Ollama;

/// <summary>Reads the durations of Ollama's last chunk, which are in nanoseconds and omitted when zero.</summary>
internal static class OllamaTimings
{
    public static ServerTimings Read(JsonObject answer) =>
        new(Duration(answer, "load_duration"), Duration(answer, "prompt_eval_duration"), Duration(answer, "eval_duration"));

    private static TimeSpan? Duration(JsonObject answer, string key) =>
        AnswerJson.Number(answer[key]) is { } nanoseconds ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick) : null;
}
