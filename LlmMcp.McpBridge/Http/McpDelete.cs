using LlmMcp.McpBridge.Sessions;

namespace LlmMcp.McpBridge.Http;

/// <summary>A client that says it is done with its session.</summary>
internal sealed class McpDelete(SessionTable sessions)
{
    public async Task HandleAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var version = McpHeaders.Of(headers, McpHeaders.ProtocolVersion);
        if (RequestRules.CheckVersion(version) is { } fault)
        {
            await JsonRpcReply.WriteErrorAsync(context, fault.Status, fault.Error);
        }
        else if (ProtocolVersions.IsStateless(version))
        {
            await McpGet.RefuseMethodAsync(context, "there are no sessions to end");
        }
        else if (McpHeaders.Of(headers, McpHeaders.SessionId) is not { } id)
        {
            await JsonRpcReply.WriteErrorAsync(context, StatusCodes.Status400BadRequest, JsonRpcReply.ServerError, $"The header {McpHeaders.SessionId} is missing.");
        }
        else if (!await sessions.EndAsync(id))
        {
            await JsonRpcReply.WriteErrorAsync(context, StatusCodes.Status404NotFound, JsonRpcReply.SessionNotFound, "There is no such session (any more).");
        }
    }
}
