using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Contracts;

namespace LlmMcp.Worker.Execution;

/// <summary>The payload of a model job: a JSON object whose keys are passed on or read here.</summary>
internal sealed class JobPayload
{
    private readonly JsonObject _keys;

    private JobPayload(JsonObject keys) => _keys = keys;

    public JsonNode? this[string key] => _keys[key];

    public IEnumerable<KeyValuePair<string, JsonNode?>> Keys => _keys;

    /// <summary>True: the chain of thought is wanted; false: it is stripped; null: it is returned if there is one.</summary>
    public bool? Thinking => _keys["thinking"] is JsonValue value && value.TryGetValue<bool>(out var wanted) ? wanted : null;

    /// <exception cref="AttemptFailedException">The payload is not a JSON object.</exception>
    public static JobPayload Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            if (JsonNode.Parse(utf8.Span) is JsonObject keys)
            {
                return new JobPayload(keys);
            }
        }
        catch (JsonException bad)
        {
            throw new AttemptFailedException(ErrorClass.Request, $"payload is not JSON: {bad.Message}", inner: bad);
        }

        throw new AttemptFailedException(ErrorClass.Request, "payload must be a JSON object");
    }

    /// <summary>The text of a key; the default when the key is absent, null or blank.</summary>
    /// <exception cref="AttemptFailedException">The key holds something else than a text.</exception>
    public string Text(string key, string absent = "") => _keys[key] switch
    {
        null => absent,
        JsonValue value when value.TryGetValue<string>(out var text) => string.IsNullOrWhiteSpace(text) ? absent : text,
        _ => throw new AttemptFailedException(ErrorClass.Request, $"payload.{key} must be a string"),
    };
}
