using System.Text.Json.Nodes;
using LlmMcp.Worker.Upstream;
using Microsoft.Extensions.AI;

namespace LlmMcp.Worker.Ollama;

/// <summary>Reads a tool call of Ollama's, which comes whole in one chunk and with its arguments as an object.</summary>
internal static class OllamaToolCall
{
    public static FunctionCallContent Read(JsonNode? call)
    {
        var function = call?["function"] as JsonObject;
        var name = AnswerJson.Text(function?["name"]);
        var arguments = (function?["arguments"] as JsonObject)?.ToDictionary(pair => pair.Key, object? (pair) => pair.Value?.DeepClone());
        return new FunctionCallContent(AnswerJson.Text(call?["id"]) is { Length: > 0 } id ? id : name, name, arguments);
    }
}
