namespace LlmMcp.Core.Routing;

/// <summary>What is meant when a request does not say.</summary>
/// <param name="ChatModel">Ollama's chat model (<c>OLLAMA_MODEL</c>).</param>
/// <param name="EmbedModel">Ollama's embedding model (<c>OLLAMA_EMBED_MODEL</c>).</param>
/// <param name="OllamaBaseUrl">The configured node, which may be named in a payload before it was ever probed; null when there is none.</param>
internal sealed record RoutingDefaults(string ChatModel, string EmbedModel, Uri? OllamaBaseUrl);
