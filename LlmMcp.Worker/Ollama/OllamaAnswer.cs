using System.Text;
using System.Text.Json.Nodes;
using LlmMcp.Worker.Upstream;

namespace LlmMcp.Worker.Ollama;

/// <summary>
/// Joins the chunks of a stream to the document the same request would have given without streaming: the last chunk, with
/// the text, thinking, tool calls and log probabilities of all.
/// </summary>
internal sealed class OllamaAnswer(OllamaRoute route)
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thinking = new();
    private readonly JsonArray _toolCalls = [];
    private readonly JsonArray _logprobs = [];
    private JsonObject? _last;

    /// <summary>True once the chunk that says <c>done</c> has come.</summary>
    public bool IsComplete => _last?["done"] is JsonValue done && done.TryGetValue<bool>(out var value) && value;

    public void Add(JsonObject chunk)
    {
        _last = chunk;
        if (route.Message(chunk) is { } message)
        {
            _text.Append(AnswerJson.Text(message[route.TextKey]));
            _thinking.Append(AnswerJson.Text(message["thinking"]));
            Move(message["tool_calls"], _toolCalls);
        }

        Move(chunk["logprobs"], _logprobs);
    }

    /// <summary>The joined document. It is the last chunk itself: call once, when <see cref="IsComplete"/>.</summary>
    public JsonObject Join()
    {
        var answer = _last ?? throw new InvalidOperationException("No chunk was added.");
        var message = route.Message(answer);
        if (message is null)
        {
            answer[route.MessageKey!] = message = new JsonObject { ["role"] = "assistant" };
        }

        message[route.TextKey] = _text.ToString();
        if (_thinking.Length > 0)
        {
            message["thinking"] = _thinking.ToString();
        }

        SetIfAny(message, "tool_calls", _toolCalls);
        SetIfAny(answer, "logprobs", _logprobs);
        return answer;
    }

    private static void Move(JsonNode? from, JsonArray to)
    {
        if (from is JsonArray items)
        {
            while (items.Count > 0)
            {
                var item = items[0];
                items.RemoveAt(0);
                to.Add(item);
            }
        }
    }

    private static void SetIfAny(JsonObject holder, string key, JsonArray items)
    {
        if (items.Count > 0)
        {
            holder[key] = items;
        }
    }
}
