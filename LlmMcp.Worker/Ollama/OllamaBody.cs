using System.Text.Json.Nodes;
using LlmMcp.Worker.Execution;
using Microsoft.Extensions.AI;

namespace LlmMcp.Worker.Ollama;

/// <summary>Makes request bodies for Ollama. Only keys Ollama knows go out; the router's own and unknown ones stay here.</summary>
internal static class OllamaBody
{
    private static readonly string[] GenerateKeys =
        ["prompt", "suffix", "system", "template", "raw", "context", "images", "format", "keep_alive", "truncate", "logprobs", "top_logprobs"];

    private static readonly string[] ChatKeys = ["tools", "format", "keep_alive", "truncate", "logprobs", "top_logprobs"];

    /// <summary>Keys of other APIs and the option of Ollama's that means the same.</summary>
    private static readonly (string Key, string Option)[] AsOptions =
    [
        ("temperature", "temperature"), ("max_tokens", "num_predict"), ("stop", "stop"), ("seed", "seed"), ("top_p", "top_p"), ("top_k", "top_k"),
    ];

    public static JsonObject Generate(JobPayload payload, string defaultModel)
    {
        var body = Start(payload, defaultModel, GenerateKeys);
        if (body["prompt"] is null && payload["messages"] is JsonArray messages)
        {
            body["prompt"] = OllamaMessages.AsPrompt(messages);
        }

        return body;
    }

    public static JsonObject Chat(JobPayload payload, string defaultModel)
    {
        var body = Start(payload, defaultModel, ChatKeys);
        body["messages"] = OllamaMessages.Read(payload);
        return body;
    }

    /// <summary>A body for callers that use the chat client with messages of their own.</summary>
    public static JsonObject From(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var body = new JsonObject { ["model"] = options?.ModelId };
        body["messages"] = new JsonArray([.. messages.Select(message => new JsonObject { ["role"] = message.Role.Value, ["content"] = message.Text })]);
        var settings = new JsonObject();
        Set(settings, "temperature", options?.Temperature);
        Set(settings, "num_predict", options?.MaxOutputTokens);
        Set(settings, "top_p", options?.TopP);
        Set(settings, "seed", options?.Seed);
        body["options"] = settings;
        return body;
    }

    private static JsonObject Start(JobPayload payload, string defaultModel, string[] keys)
    {
        var body = new JsonObject { ["model"] = payload.Text("model", defaultModel) };
        foreach (var key in keys)
        {
            if (payload[key] is { } value)
            {
                body[key] = value.DeepClone();
            }
        }

        if (Options(payload) is { Count: > 0 } options)
        {
            body["options"] = options;
        }

        // "thinking": true is Ollama's own default for models that can think; sent to one that cannot, it would be an error.
        if (payload["think"] is { } think)
        {
            body["think"] = think.DeepClone();
        }
        else if (payload.Thinking == false)
        {
            body["think"] = false;
        }

        return body;
    }

    /// <summary>The explicit options, and where they are silent the keys of other APIs.</summary>
    private static JsonObject? Options(JobPayload payload)
    {
        if (payload["options"] is { } given and not JsonObject)
        {
            throw new AttemptFailedException(Contracts.ErrorClass.Request, $"payload.options must be an object, not {given.GetValueKind()}");
        }

        var options = payload["options"]?.DeepClone() as JsonObject ?? [];
        foreach (var (key, option) in AsOptions)
        {
            if (options[option] is null && payload[key] is { } value)
            {
                options[option] = key == "stop" && value is JsonValue ? new JsonArray(value.DeepClone()) : value.DeepClone();
            }
        }

        return options;
    }

    private static void Set<T>(JsonObject settings, string key, T? value)
        where T : struct
    {
        if (value is { } known)
        {
            settings[key] = JsonValue.Create(known);
        }
    }
}
