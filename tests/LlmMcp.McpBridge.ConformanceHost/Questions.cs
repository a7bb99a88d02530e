using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace LlmMcp.McpBridge.ConformanceHost;

/// <summary>What fixtures ask of clients.</summary>
internal static class Questions
{
    public static ElicitRequestParams Elicitation(string message, string schema) => Read<ElicitRequestParams>(
        new JsonObject { ["message"] = message, ["requestedSchema"] = JsonNode.Parse(schema) });

    /// <summary>A question with one answer of a simple type.</summary>
    public static InputRequest Field(string message, string name, string type) => InputRequest.ForElicitation(Elicitation(
        message, $$$"""{"type":"object","properties":{"{{{name}}}":{"type":"{{{type}}}"}},"required":["{{{name}}}"]}"""));

    public static CreateMessageRequestParams Sampling(string prompt, int maxTokens) => Read<CreateMessageRequestParams>(new JsonObject
    {
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = new JsonObject { ["type"] = "text", ["text"] = prompt } }),
        ["maxTokens"] = maxTokens,
    });

    private static T Read<T>(JsonObject json) => json.Deserialize<T>(McpJsonUtilities.DefaultOptions)!;
}
