namespace LlmMcp.Client;

/// <summary>Where Core is, and the key to show it.</summary>
/// <param name="Url">Its HTTP address, ending in a slash.</param>
/// <param name="Key">Sent as <c>X-API-Key</c>; null or empty where none is needed.</param>
/// <param name="Caller">What this program calls itself in <c>User-Agent</c>, such as <c>llm-mcp/1.2.3</c>.</param>
public sealed record CoreEndpoint(Uri Url, string? Key, string Caller);
