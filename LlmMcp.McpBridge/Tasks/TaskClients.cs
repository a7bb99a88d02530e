using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace LlmMcp.McpBridge.Tasks;

/// <summary>Who may be given tasks: clients that say so in the request itself.</summary>
internal static class TaskClients
{
    /// <summary>True for a request of 2026-07-28 or later, whichever transport it came by.</summary>
    public static bool IsStateless(JsonRpcRequest request) => ProtocolVersions.IsStateless(request.Context?.ProtocolVersion);

    /// <summary>True when the client declares the extension in this request.</summary>
    public static bool Declares(JsonRpcRequest request) =>
        request.Context?.ClientCapabilities?.Extensions?.ContainsKey(TaskWire.Extension) == true;

    /// <summary>True when a client of 2025-11-25 asks for a task.</summary>
    public static bool AsksOlder(JsonRpcRequest request) => (request.Params as JsonObject)?["task"] is JsonObject;

    /// <summary>The refusal of a client that does not declare the extension.</summary>
    public static MissingRequiredClientCapabilityException Undeclared() => new(
        new ClientCapabilities { Extensions = new Dictionary<string, object> { [TaskWire.Extension] = JsonSerializer.SerializeToElement(new JsonObject()) } },
        $"This needs tasks: declare {TaskWire.Extension} among the extensions of {MetaKeys.ClientCapabilities}.");
}
