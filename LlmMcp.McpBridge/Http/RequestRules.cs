using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.McpBridge.Server;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace LlmMcp.McpBridge.Http;

/// <summary>
/// What a POST's headers and body must say about each other. From 2026-07-28 on whoever stands between, such as a balancer,
/// may act on the headers alone, so they must not say anything else than the body. In order:
/// <list type="number">
/// <item>The version of the header is one that is served.</item>
/// <item>Header and body name the same version; stateless requests name one in both.</item>
/// <item>Stateless messages name their method, and what it is called upon, in headers that equal the body.</item>
/// <item>Stateless requests bring the client's capabilities.</item>
/// <item>Stateless requests do not call what only sessions have.</item>
/// </list>
/// </summary>
internal static class RequestRules
{
    private const string Meta = "_meta";

    // What HTTP allows in a value: tab, space, visible ASCII.
    private static readonly SearchValues<char> HeaderCharacters =
        SearchValues.Create(['\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(static code => (char)code)]);

    private static readonly string[] SessionMethods =
    [
        RequestMethods.Initialize, RequestMethods.Ping, RequestMethods.LoggingSetLevel, RequestMethods.ResourcesSubscribe, RequestMethods.ResourcesUnsubscribe,
    ];

    /// <summary>The first rule a message breaks, or null.</summary>
    public static RequestFault? Check(IHeaderDictionary headers, JsonRpcMessage message, RoutingNames names)
    {
        try
        {
            return CheckInOrder(headers, message, names);
        }
        catch (ArgumentException)
        {
            // JSON nodes find a key that stands twice only when they are first looked into.
            return RequestFault.Bad(McpErrorCode.InvalidParams, "params, or an object in it, has a key twice.");
        }
    }

    private static RequestFault? CheckInOrder(IHeaderDictionary headers, JsonRpcMessage message, RoutingNames names)
    {
        var version = McpHeaders.Of(headers, McpHeaders.ProtocolVersion);
        return CheckVersion(version, VersionInBody(message) is null ? ProtocolVersions.All : ProtocolVersions.Alone)
            ?? CheckSameVersion(version, message)
            ?? (ProtocolVersions.IsStateless(version)
                ? CheckRouting(headers, message, names) ?? CheckMeta(version!, message) ?? CheckMethod(version!, message)
                : null);
    }

    /// <summary>The fault of a version header that names a revision nobody here speaks, or null.</summary>
    /// <param name="version">What the header says.</param>
    /// <param name="choices">Versions to try instead; null for all that are spoken.</param>
    public static RequestFault? CheckVersion(string? version, IReadOnlyList<string>? choices = null)
    {
        if (version is null || ProtocolVersions.All.Contains(version))
        {
            return null;
        }

        var fault = RequestFault.Bad(McpErrorCode.UnsupportedProtocolVersion, $"{McpHeaders.ProtocolVersion} is \"{Shorten(version)}\", which is not spoken here. See error.data.supported.");
        fault.Error.Data = JsonSerializer.SerializeToNode(
            new UnsupportedProtocolVersionErrorData { Supported = [.. choices ?? ProtocolVersions.All], Requested = version }, McpJsonUtilities.DefaultOptions);
        return fault;
    }

    private static RequestFault? CheckSameVersion(string? header, JsonRpcMessage message)
    {
        if (message is JsonRpcRequest { Method: RequestMethods.Initialize } initialize && !ProtocolVersions.IsStateless(header))
        {
            var asked = TextOf(initialize.Params, "protocolVersion");
            return header is null || asked is null || header == asked ? null : Mismatch(McpHeaders.ProtocolVersion, header, "params.protocolVersion", asked);
        }

        var body = VersionInBody(message);
        if (!ProtocolVersions.IsStateless(header) && !ProtocolVersions.IsStateless(body))
        {
            return null;
        }

        return header is null
            ? RequestFault.Bad(McpErrorCode.HeaderMismatch, $"The header {McpHeaders.ProtocolVersion} is missing; the body names {body}.")
            : body is not null && body != header
                ? Mismatch(McpHeaders.ProtocolVersion, header, $"{Meta}/{MetaKeys.ProtocolVersion}", body)
                : null;
    }

    private static RequestFault? CheckRouting(IHeaderDictionary headers, JsonRpcMessage message, RoutingNames names)
    {
        if (MethodOf(message) is not { } method)
        {
            return null;
        }

        var header = McpHeaders.Of(headers, McpHeaders.Method);
        if (header != method)
        {
            return header is null ? Missing(McpHeaders.Method) : Mismatch(McpHeaders.Method, header, "method", method);
        }

        if (names.Of(method) is not { } parameter)
        {
            return null;
        }

        if (McpHeaders.Of(headers, McpHeaders.Name) is not { } encoded)
        {
            return Missing(McpHeaders.Name);
        }

        var name = encoded.AsSpan().ContainsAnyExcept(HeaderCharacters) ? null : McpHeaderEncoder.DecodeValue(encoded);
        return name is null
            ? RequestFault.Bad(McpErrorCode.HeaderMismatch, $"The header {McpHeaders.Name} is neither plain ASCII nor valid =?base64?…?=.")
            : name == TextOf(ParamsOf(message), parameter)
                ? null
                : Mismatch(McpHeaders.Name, encoded, $"params.{parameter}", TextOf(ParamsOf(message), parameter) ?? "nothing");
    }

    private static RequestFault? CheckMeta(string version, JsonRpcMessage message)
    {
        if (message is not JsonRpcRequest request)
        {
            // A notification has nobody to answer to; refusing it would only lose it.
            return null;
        }

        var meta = (request.Params as JsonObject)?[Meta] as JsonObject;
        return TextOf(meta, MetaKeys.ProtocolVersion) is null
            ? RequestFault.Bad(McpErrorCode.InvalidParams, $"Requests of {version} must carry {Meta}/{MetaKeys.ProtocolVersion}.")
            : meta?[MetaKeys.ClientCapabilities] is not JsonObject
                ? RequestFault.Bad(McpErrorCode.InvalidParams, $"Requests of {version} must carry {Meta}/{MetaKeys.ClientCapabilities}, an object.")
                : null;
    }

    private static RequestFault? CheckMethod(string version, JsonRpcMessage message) =>
        message is JsonRpcRequest request && SessionMethods.Contains(request.Method)
            ? RequestFault.Of(StatusCodes.Status404NotFound, McpErrorCode.MethodNotFound, $"The method {request.Method} does not exist in {version}.")
            : null;

    private static RequestFault Missing(string header) => RequestFault.Bad(McpErrorCode.HeaderMismatch, $"The header {header} is missing.");

    private static RequestFault Mismatch(string header, string value, string field, string body) =>
        RequestFault.Bad(McpErrorCode.HeaderMismatch, $"The header {header} is \"{Shorten(value)}\", but {field} of the body is \"{Shorten(body)}\".");

    private static string? VersionInBody(JsonRpcMessage message) => TextOf((ParamsOf(message) as JsonObject)?[Meta], MetaKeys.ProtocolVersion);

    private static string? MethodOf(JsonRpcMessage message) => message switch
    {
        JsonRpcRequest request => request.Method,
        JsonRpcNotification notification => notification.Method,
        _ => null,
    };

    private static JsonNode? ParamsOf(JsonRpcMessage message) => message switch
    {
        JsonRpcRequest request => request.Params,
        JsonRpcNotification notification => notification.Params,
        _ => null,
    };

    private static string? TextOf(JsonNode? node, string property) =>
        node is JsonObject json && json[property] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100];
}
