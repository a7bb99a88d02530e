using System.Collections.Frozen;
using System.Text.Json.Nodes;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Upstream;

namespace LlmMcp.Worker.OpenAi;

/// <summary>
/// Makes request bodies for OpenAI-compatible APIs. Servers differ in the keys they know, so everything goes through as given
/// except our own keys, Ollama's, and those that begin with an underscore.
/// </summary>
internal static class OpenAiBody
{
    private static readonly FrozenSet<string> NotForTheServer = new[]
    {
        "prompt", "system", "images", "stream", "stream_options", "thinking", "think", "options", "keep_alive", "format", "template", "raw", "suffix", "context",
        "device_id", "ollama_addr", "ollama_host", "ollama_base_url", "quality", "task", "task_type", "constraints", "source", "priority", "timeout_seconds",
        "prefer_local", "force_cloud", "local_only", "max_cost_usd", "max_latency_ms",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static JsonObject Chat(JobPayload payload, OpenAiTarget target)
    {
        var body = PassOn(payload, target);
        body["messages"] = Messages(payload);
        if (target.DefaultTemperature is { } temperature && !HasFixedTemperature(AnswerJson.Text(body["model"])))
        {
            body["temperature"] ??= temperature;
        }

        if (target.DefaultMaxTokens is { } limit && body["max_completion_tokens"] is null)
        {
            body["max_tokens"] ??= limit;
        }

        if (target.WantsMaxCompletionTokens && body["max_tokens"] is { } tokens)
        {
            body.Remove("max_tokens");
            body["max_completion_tokens"] ??= tokens;
        }

        return body;
    }

    public static JsonObject Embedding(JobPayload payload, OpenAiTarget target)
    {
        var body = PassOn(payload, target);
        body["input"] ??= payload.Text("prompt");
        return body;
    }

    private static JsonObject PassOn(JobPayload payload, OpenAiTarget target)
    {
        var body = new JsonObject();
        if (payload.Text("model", target.DefaultModel) is { Length: > 0 } model)
        {
            body["model"] = model;
        }

        foreach (var (key, value) in payload.Keys)
        {
            // "provider" is ours as a word and OpenRouter's as an object.
            var ours = key.StartsWith('_') || NotForTheServer.Contains(key) || (key == "provider" && value is JsonValue);
            if (!ours && key != "model" && value is not null)
            {
                body[key] = value.DeepClone();
            }
        }

        return body;
    }

    private static JsonArray Messages(JobPayload payload)
    {
        var messages = payload["messages"] switch
        {
            null => [],
            JsonArray given => (JsonArray)given.DeepClone(),
            _ => throw new AttemptFailedException(Contracts.ErrorClass.Request, "payload.messages must be an array"),
        };
        if (messages.Count == 0 && payload.Text("prompt") is { Length: > 0 } prompt)
        {
            messages.Add(new JsonObject { ["role"] = "user", ["content"] = Content(prompt, payload["images"] as JsonArray) });
        }

        if (payload.Text("system") is { Length: > 0 } system && !messages.Any(message => AnswerJson.Text(message?["role"]) == "system"))
        {
            messages.Insert(0, new JsonObject { ["role"] = "system", ["content"] = system });
        }

        return messages;
    }

    private static JsonNode Content(string prompt, JsonArray? images) => images is not { Count: > 0 }
        ? prompt
        : new JsonArray([Part("text", "text", prompt), .. images.Select(image => Part("image_url", "image_url", Url(AnswerJson.Text(image))))]);

    private static JsonObject Part(string type, string key, JsonNode value) => new JsonObject { ["type"] = type, [key] = value };

    private static JsonObject Url(string image) =>
        new() { ["url"] = image.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? image : $"data:image/png;base64,{image}" };

    /// <summary>OpenAI's reasoning models refuse any temperature but their own; a default must not break them.</summary>
    private static bool HasFixedTemperature(string model)
    {
        var name = model[(model.LastIndexOf('/') + 1)..];
        return name is ['o', >= '1' and <= '9', ..] || name.StartsWith("gpt-5", StringComparison.Ordinal);
    }
}
