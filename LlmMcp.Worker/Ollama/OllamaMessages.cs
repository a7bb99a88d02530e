using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;
using LlmMcp.Worker.Upstream;

namespace LlmMcp.Worker.Ollama;

/// <summary>
/// Brings messages into Ollama's form: OpenAI's content parts become text and images, tool arguments in a string become an
/// object. Messages already in that form go through as they are.
/// </summary>
internal static class OllamaMessages
{
    public static JsonArray Read(JobPayload payload)
    {
        if (payload["messages"] is not null and not JsonArray)
        {
            throw new AttemptFailedException(ErrorClass.Request, "payload.messages must be an array");
        }

        JsonArray messages = payload["messages"] is JsonArray given ? [.. given.Select(Convert)] : [];
        if (messages.Count == 0 && payload.Text("prompt") is { Length: > 0 } prompt)
        {
            messages.Add(new JsonObject { ["role"] = "user", ["content"] = prompt, ["images"] = payload["images"]?.DeepClone() });
        }

        if (payload.Text("system") is { Length: > 0 } system && !messages.Any(message => AnswerJson.Text(message?["role"]) == "system"))
        {
            messages.Insert(0, new JsonObject { ["role"] = "system", ["content"] = system });
        }

        return messages;
    }

    /// <summary>What the deployed system makes of messages for a generate call: <c>role: content</c> lines.</summary>
    public static string AsPrompt(JsonArray messages) =>
        string.Join('\n', messages
            .Select(message => (Role: AnswerJson.Text(message?["role"]), Content: AnswerJson.Text(Convert(message)?["content"])))
            .Where(line => line.Role.Length > 0 || line.Content.Length > 0)
            .Select(line => $"{line.Role}: {line.Content}"));

    private static JsonNode? Convert(JsonNode? node)
    {
        if (node?.DeepClone() is not JsonObject message)
        {
            return node?.DeepClone();
        }

        if (message["content"] is JsonArray parts)
        {
            var images = new JsonArray([.. parts.Select(Image).Where(image => image is not null)]);
            message["content"] = string.Concat(parts.Select(part => AnswerJson.Text(part?["text"])));
            if (images.Count > 0)
            {
                message["images"] = images;
            }
        }

        foreach (var call in message["tool_calls"] as JsonArray ?? [])
        {
            if (call?["function"] is JsonObject function && AnswerJson.Text(function["arguments"]) is { Length: > 0 } text)
            {
                function["arguments"] = ParseArguments(text);
            }
        }

        return message;
    }

    /// <summary>The base64 of an <c>image_url</c> part. Addresses are not followed: only data URLs can be passed on.</summary>
    private static JsonNode? Image(JsonNode? part)
    {
        if (part?["image_url"] is not { } image)
        {
            return null;
        }

        var url = image is JsonObject ? AnswerJson.Text(image["url"]) : AnswerJson.Text(image);
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        return url.StartsWith("data:", StringComparison.OrdinalIgnoreCase) && comma > 0
            ? JsonValue.Create(url[(comma + 1)..])
            : throw new AttemptFailedException(ErrorClass.Request, "payload.messages: images must be data URLs, addresses are not followed");
    }

    private static JsonNode? ParseArguments(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException bad)
        {
            throw new AttemptFailedException(ErrorClass.Request, "payload.messages: tool call arguments are not JSON", inner: bad);
        }
    }
}
