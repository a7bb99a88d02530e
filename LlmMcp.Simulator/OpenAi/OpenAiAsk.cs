using System.Text.Json;
using LlmMcp.Simulator.Fleet;
using LlmMcp.Simulator.Generation;
using LlmMcp.Simulator.Native;
using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.OpenAi;

/// <summary>Reads OpenAI's words into the one request all APIs share.</summary>
internal static class OpenAiAsk
{
    public static AnswerRequest Chat(SimulatedNode node, string name, GoObject request, IReadOnlyList<ChatTurn> turns)
    {
        var model = node.Installed(name);
        var tools = request.Raw("tool_choice") is { ValueKind: JsonValueKind.String } choice && choice.GetString() == "none"
            ? []
            : request.Items("tools", "api.Tools");
        var effort = request.TextOrNull("reasoning_effort");
        var think = effort is null ? (JsonElement?)null : JsonSerializer.SerializeToElement(effort != "none");
        return Conversation.Ask(model, name, turns, tools, think) with
        {
            Settings = Settings(request, "max_tokens", "max_completion_tokens"),
            Format = Format(request.Raw("response_format")),
        };
    }

    public static ModelSettings Settings(GoObject request, params ReadOnlySpan<string> limits)
    {
        int? limit = null;
        foreach (var name in limits)
        {
            limit = request.Integer(name) ?? limit;
        }

        var stops = request.Raw("stop") switch
        {
            { ValueKind: JsonValueKind.String } one => [one.GetString()!],
            { ValueKind: JsonValueKind.Array } many => [.. many.EnumerateArray().Select(stop => stop.ToString())],
            _ => Array.Empty<string>(),
        };
        return new ModelSettings(null, limit, request.Integer("seed"), request.Number("temperature"), stops);
    }

    public static IReadOnlyList<ChatTurn> Turns(GoObject request, JsonElement[] messages)
    {
        var turns = new List<ChatTurn>();
        foreach (var message in messages)
        {
            var turn = request.Nested(message, "messages", "openai.Message", "ChatCompletionRequest.messages");
            var (text, images) = Content(turn.Raw("content"));
            turns.Add(new ChatTurn(turn.Text("role"), text, turn.Raw("tool_calls")?.GetRawText() ?? "", turn.TextOrNull("name") ?? "", images));
        }

        return turns;
    }

    /// <summary>Content is text, or parts of text and images.</summary>
    public static (string Text, int Images) Content(JsonElement? content)
    {
        if (content is not { ValueKind: JsonValueKind.Array } parts)
        {
            return (content is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "", 0);
        }

        var texts = new List<string>();
        var images = 0;
        foreach (var part in parts.EnumerateArray().Where(part => part.ValueKind is JsonValueKind.Object))
        {
            var type = part.TryGetProperty("type", out var kind) ? kind.ToString() : "";
            if (type.Contains("image", StringComparison.Ordinal))
            {
                images++;
            }
            else if (part.TryGetProperty("text", out var value))
            {
                texts.Add(value.ToString());
            }
        }

        return (string.Join('\n', texts), images);
    }

    private static JsonElement? Format(JsonElement? format)
    {
        if (format is not { ValueKind: JsonValueKind.Object } wanted || !wanted.TryGetProperty("type", out var type))
        {
            return null;
        }

        return type.ToString() switch
        {
            "json_object" => JsonSerializer.SerializeToElement("json"),
            "json_schema" when wanted.TryGetProperty("json_schema", out var named) && named.TryGetProperty("schema", out var schema) => schema,
            _ => null,
        };
    }
}
