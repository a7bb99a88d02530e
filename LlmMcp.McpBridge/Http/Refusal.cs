using System.Text.Json;

namespace LlmMcp.McpBridge.Http;

/// <summary>A call that is refused before anything looks at what it asks for. The body is JSON-RPC where the path is <c>/mcp</c>, else <c>{"error", "message"}</c>.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable snake_case code.</param>
/// <param name="Message">What is wrong and what to change, for people.</param>
internal sealed record Refusal(int Status, string Code, string Message)
{
    public Task WriteAsync(HttpContext context)
    {
        if (Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (context.Request.Path.StartsWithSegments(McpEndpoints.Path, StringComparison.Ordinal))
        {
            return JsonRpcReply.WriteErrorAsync(context, Status, JsonRpcReply.ServerError, Message);
        }

        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new { error = Code, message = Message }), context.RequestAborted).AsTask();
    }
}
