using System.Text;
using System.Text.Json.Nodes;
using LlmMcp.Worker.Upstream;

namespace LlmMcp.Worker.OpenAi;

/// <summary>One choice of a streamed completion while it is being joined.</summary>
internal sealed class CompletionChoice(long index)
{
    private static readonly string[] Texts = ["content", "reasoning", "reasoning_content", "refusal"];

    private readonly Dictionary<string, StringBuilder> _texts = new(StringComparer.Ordinal);
    private readonly JsonObject _message = new() { ["role"] = "assistant", ["content"] = null };
    private readonly SortedDictionary<long, JsonObject> _toolCalls = [];
    private JsonObject? _logprobs;
    private JsonNode? _finishReason;

    public bool IsFinished => _finishReason is not null;

    public void Add(JsonObject choice)
    {
        _finishReason = choice["finish_reason"]?.DeepClone() ?? _finishReason;
        if (choice["logprobs"] is JsonObject logprobs)
        {
            Append(_logprobs ??= [], logprobs);
        }

        foreach (var (key, value) in choice["delta"] as JsonObject ?? [])
        {
            if (key == "tool_calls")
            {
                AddToolCalls(value as JsonArray);
            }
            else if (value is not null)
            {
                AddToMessage(key, value);
            }
        }
    }

    public JsonObject Join()
    {
        foreach (var (key, text) in _texts)
        {
            _message[key] = text.ToString();
        }

        if (_toolCalls.Count > 0)
        {
            _message["tool_calls"] = new JsonArray([.. _toolCalls.Values]);
        }

        var choice = new JsonObject { ["index"] = index, ["message"] = _message };
        if (_logprobs is not null)
        {
            choice["logprobs"] = _logprobs;
        }

        choice["finish_reason"] = _finishReason;
        return choice;
    }

    private void AddToMessage(string key, JsonNode value)
    {
        if (Texts.Contains(key))
        {
            if (!_texts.TryGetValue(key, out var text))
            {
                _texts[key] = text = new StringBuilder();
            }

            text.Append(AnswerJson.Text(value));
        }
        else
        {
            Append(_message, new JsonObject { [key] = value.DeepClone() });
        }
    }

    /// <summary>Pieces of a call carry its index; its name comes once and its arguments bit by bit.</summary>
    private void AddToolCalls(JsonArray? pieces)
    {
        foreach (var piece in (pieces ?? []).OfType<JsonObject>())
        {
            var at = AnswerJson.Number(piece["index"]) ?? _toolCalls.Count;
            if (!_toolCalls.TryGetValue(at, out var call))
            {
                _toolCalls[at] = (JsonObject)piece.DeepClone();
                continue;
            }

            foreach (var (key, value) in piece)
            {
                if (key == "function" && value is JsonObject function && call["function"] is JsonObject known)
                {
                    known["name"] ??= function["name"]?.DeepClone();
                    known["arguments"] = AnswerJson.Text(known["arguments"]) + AnswerJson.Text(function["arguments"]);
                }
                else if (value is not null)
                {
                    call[key] = value.DeepClone();
                }
            }
        }
    }

    private static void Append(JsonObject to, JsonObject from)
    {
        foreach (var (key, value) in from)
        {
            if (value is JsonArray items && to[key] is JsonArray joined)
            {
                foreach (var item in items)
                {
                    joined.Add(item?.DeepClone());
                }
            }
            else if (value is not null)
            {
                to[key] = value.DeepClone();
            }
        }
    }
}
