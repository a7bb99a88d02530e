using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace LlmMcp.Client;

/// <summary>Writing requests for Core.</summary>
public static class JsonWriting
{
    /// <summary>Core's own form: snake_case, and what was not said is left out.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Adds a key only when the user said something: Core's defaults are not ours to repeat.</summary>
    public static void PutSaid<T>(this JsonObject body, string key, T? value)
    {
        if (value is not null)
        {
            body[key] = JsonValue.Create(value);
        }
    }
}
