using System.Text.Json.Nodes;

namespace LlmMcp.Cli.CoreApi;

/// <summary>Writing requests for Core.</summary>
internal static class JsonWriting
{
    /// <summary>Adds a key only when the user said something: Core's defaults are not ours to repeat.</summary>
    public static void PutSaid<T>(this JsonObject body, string key, T? value)
    {
        if (value is not null)
        {
            body[key] = JsonValue.Create(value);
        }
    }
}
