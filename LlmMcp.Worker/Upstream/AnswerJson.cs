using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Worker.Execution;

namespace LlmMcp.Worker.Upstream;

/// <summary>Parses what model servers send.</summary>
internal static class AnswerJson
{
    /// <summary>Reads one JSON object.</summary>
    /// <exception cref="AttemptFailedException">It is not one: the server is broken or is no model server.</exception>
    public static JsonObject Parse(byte[] utf8)
    {
        UnstorableEscapes.Replace(utf8);
        try
        {
            return JsonNode.Parse(utf8) as JsonObject ?? throw NotAnObject(utf8);
        }
        catch (JsonException)
        {
            throw NotAnObject(utf8);
        }
    }

    public static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    public static long? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    private static AttemptFailedException NotAnObject(byte[] utf8) =>
        new(ErrorClass.ServerError, $"the answer is not JSON: {ErrorText.Bound(Encoding.UTF8.GetString(utf8.AsSpan(0, Math.Min(200, utf8.Length))))}");
}
