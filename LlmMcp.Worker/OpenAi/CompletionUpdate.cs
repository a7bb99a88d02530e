using System.Text.Json.Nodes;
using LlmMcp.Worker.Upstream;
using Microsoft.Extensions.AI;

namespace LlmMcp.Worker.OpenAi;

/// <summary>Translates completions and their chunks into updates. Of several choices the first one is the answer.</summary>
internal static class CompletionUpdate
{
    /// <summary>A chunk (<paramref name="messageKey"/> <c>delta</c>) or a whole completion (<c>message</c>), without usage.</summary>
    public static ChatResponseUpdate Of(JsonObject completion, string messageKey)
    {
        var update = new ChatResponseUpdate { Role = ChatRole.Assistant, ModelId = AnswerJson.Text(completion["model"]) };
        var first = (completion["choices"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(choice => AnswerJson.Number(choice["index"]) is null or 0);
        if (first?[messageKey] is not JsonObject message)
        {
            return update;
        }

        if (Thinking(message) is { Length: > 0 } thinking)
        {
            update.Contents.Add(new TextReasoningContent(thinking));
        }

        if (Text(message["content"]) is { Length: > 0 } text)
        {
            update.Contents.Add(new TextContent(text));
        }

        if (message["tool_calls"] is JsonArray { Count: > 0 } calls)
        {
            // Arguments come in bits that are no JSON yet; the joined document has them whole.
            update.Contents.Add(new AIContent { RawRepresentation = calls });
        }

        return update;
    }

    /// <summary>The usage and the joined document.</summary>
    public static ChatResponseUpdate Last(JsonObject completion)
    {
        var usage = completion["usage"];
        var details = new UsageDetails
        {
            InputTokenCount = AnswerJson.Number(usage?["prompt_tokens"]) ?? 0,
            OutputTokenCount = AnswerJson.Number(usage?["completion_tokens"]) ?? 0,
            CachedInputTokenCount = AnswerJson.Number(usage?["prompt_tokens_details"]?["cached_tokens"]),
            ReasoningTokenCount = AnswerJson.Number(usage?["completion_tokens_details"]?["reasoning_tokens"]),
        };
        return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(details)])
        {
            ModelId = AnswerJson.Text(completion["model"]),
            FinishReason = ChatFinishReason.Stop,
            RawRepresentation = completion,
        };
    }

    /// <summary>A whole completion as one update.</summary>
    public static ChatResponseUpdate Whole(JsonObject completion)
    {
        var update = Last(completion);
        foreach (var content in Of(completion, "message").Contents.Reverse())
        {
            update.Contents.Insert(0, content);
        }

        return update;
    }

    /// <summary>OpenRouter and Ollama say <c>reasoning</c>, DeepSeek and vLLM <c>reasoning_content</c>; some send both.</summary>
    private static string Thinking(JsonObject message) =>
        AnswerJson.Text(message["reasoning"]) is { Length: > 0 } reasoning ? reasoning : AnswerJson.Text(message["reasoning_content"]);

    private static string Text(JsonNode? content) =>
        content is JsonArray parts ? string.Concat(parts.Select(part => AnswerJson.Text(part?["text"]))) : AnswerJson.Text(content);
}
