using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace LlmMcp.McpBridge.Http;

/// <summary>Reads and writes single JSON-RPC messages as HTTP bodies.</summary>
internal static class JsonRpcReply
{
    /// <summary>JSON-RPC's code for a server's own errors.</summary>
    public const int ServerError = -32000;

    /// <summary>What clients take for "your session is over: begin a new one", with status 404.</summary>
    public const int SessionNotFound = -32001;

    /// <summary>How any message is read and written.</summary>
    public static readonly JsonTypeInfo<JsonRpcMessage> MessageType = (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    private static readonly JsonTypeInfo<JsonRpcError> ErrorType = (JsonTypeInfo<JsonRpcError>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcError));

    /// <summary>The message of a request's body.</summary>
    /// <exception cref="JsonException">The body is not one JSON-RPC message.</exception>
    /// <exception cref="BadHttpRequestException">The body is longer than allowed, or broke off.</exception>
    public static async ValueTask<JsonRpcMessage> ReadAsync(HttpContext context) =>
        await JsonSerializer.DeserializeAsync(context.Request.Body, MessageType, context.RequestAborted)
            ?? throw new JsonException("The body is null.");

    /// <summary>Ends a call that has not been answered yet with a JSON-RPC error.</summary>
    public static Task WriteErrorAsync(HttpContext context, int status, int code, string message, RequestId id = default) =>
        WriteErrorAsync(context, status, new JsonRpcErrorDetail { Code = code, Message = message }, id);

    /// <summary>Ends a call that has not been answered yet with a JSON-RPC error.</summary>
    public static Task WriteErrorAsync(HttpContext context, int status, JsonRpcErrorDetail error, RequestId id = default)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        var body = JsonSerializer.SerializeToUtf8Bytes(new JsonRpcError { Id = id, Error = error }, ErrorType);
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
