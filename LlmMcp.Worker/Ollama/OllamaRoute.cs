using System.Text.Json.Nodes;

namespace LlmMcp.Worker.Ollama;

/// <summary>Where a route of Ollama's API keeps the text of its answer.</summary>
internal sealed record OllamaRoute(string Path, string TextKey, string? MessageKey)
{
    public static readonly OllamaRoute Generate = new("api/generate", "response", null);

    public static readonly OllamaRoute Chat = new("api/chat", "content", "message");

    /// <summary>The object of a chunk that holds text, thinking and tool calls.</summary>
    public JsonObject? Message(JsonObject chunk) => MessageKey is null ? chunk : chunk[MessageKey] as JsonObject;
}
