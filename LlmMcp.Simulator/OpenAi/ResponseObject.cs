using System.Text.Json.Nodes;
using LlmMcp.Simulator.Generation;

namespace LlmMcp.Simulator.OpenAi;

/// <summary>The large object that a response is, at its start and at its end.</summary>
internal sealed record ResponseObject(string Id, string MessageId, string Model, long CreatedAt, string? Instructions)
{
    public JsonObject InProgress() => Build("in_progress", null, [], null);

    public JsonObject Completed(string text, long completedAt, AnswerTimings timings)
    {
        var usage = new JsonObject
        {
            ["input_tokens"] = timings.PromptTokens,
            ["output_tokens"] = timings.AnswerTokens,
            ["total_tokens"] = timings.PromptTokens + timings.AnswerTokens,
            ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
            ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
        };
        return Build("completed", completedAt, [Item("completed", text)], usage);
    }

    /// <summary>The message; without content while <paramref name="text"/> is null.</summary>
    public JsonObject Item(string status, string? text) => new()
    {
        ["id"] = MessageId,
        ["type"] = "message",
        ["status"] = status,
        ["role"] = "assistant",
        ["content"] = text is null ? new JsonArray() : new JsonArray(Part(text)),
    };

    public static JsonObject Part(string text) => new()
    {
        ["type"] = "output_text",
        ["text"] = text,
        ["annotations"] = new JsonArray(),
        ["logprobs"] = new JsonArray(),
    };

    private JsonObject Build(string status, long? completedAt, JsonArray output, JsonObject? usage) => new()
    {
        ["id"] = Id,
        ["object"] = "response",
        ["created_at"] = CreatedAt,
        ["completed_at"] = completedAt,
        ["status"] = status,
        ["incomplete_details"] = null,
        ["model"] = Model,
        ["previous_response_id"] = null,
        ["instructions"] = Instructions,
        ["output"] = output,
        ["error"] = null,
        ["tools"] = new JsonArray(),
        ["tool_choice"] = "auto",
        ["truncation"] = "disabled",
        ["parallel_tool_calls"] = true,
        ["text"] = new JsonObject { ["format"] = new JsonObject { ["type"] = "text" } },
        ["top_p"] = 1,
        ["presence_penalty"] = 0,
        ["frequency_penalty"] = 0,
        ["top_logprobs"] = 0,
        ["temperature"] = 1,
        ["reasoning"] = null,
        ["usage"] = usage,
        ["max_output_tokens"] = null,
        ["max_tool_calls"] = null,
        ["store"] = false,
        ["background"] = false,
        ["service_tier"] = "default",
        ["metadata"] = new JsonObject(),
        ["safety_identifier"] = null,
        ["prompt_cache_key"] = null,
    };
}
