using LlmMcp.McpBridge.Sessions;
using Microsoft.Net.Http.Headers;

namespace LlmMcp.McpBridge.Http;

/// <summary>
/// The stream on which a session's server speaks unasked, or the rest of a stream that broke, from <c>Last-Event-ID</c> on. A
/// second GET takes over from the first: whoever opens one has usually lost the other.
/// </summary>
internal sealed class McpGet(SessionTable sessions, IHostApplicationLifetime lifetime)
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
            await RefuseMethodAsync(context, "subscriptions/listen, by POST, takes its place");
        }
        else if (!context.Request.GetTypedHeaders().Accept.Any(static one => one.MatchesMediaType("text/event-stream")))
        {
            await JsonRpcReply.WriteErrorAsync(context, StatusCodes.Status406NotAcceptable, JsonRpcReply.ServerError, "Accept must list text/event-stream.");
        }
        else if (McpHeaders.Of(headers, McpHeaders.SessionId) is not { } id)
        {
            await JsonRpcReply.WriteErrorAsync(context, StatusCodes.Status400BadRequest, JsonRpcReply.ServerError, $"The header {McpHeaders.SessionId} is missing. Begin a session with initialize.");
        }
        else if (!sessions.TryEnter(id, out var session))
        {
            await JsonRpcReply.WriteErrorAsync(context, StatusCodes.Status404NotFound, JsonRpcReply.SessionNotFound, "There is no such session (any more). Begin a new one with initialize.");
        }
        else
        {
            context.Response.Headers[McpHeaders.SessionId] = id;
            try
            {
                await StreamAsync(context, session, McpHeaders.Of(headers, McpHeaders.LastEventId));
            }
            finally
            {
                session.Leave();
            }
        }
    }

    /// <summary>What 2026-07-28 has no GET and DELETE for.</summary>
    public static Task RefuseMethodAsync(HttpContext context, string instead)
    {
        context.Response.Headers.Allow = HttpMethods.Post;
        return JsonRpcReply.WriteErrorAsync(
            context, StatusCodes.Status405MethodNotAllowed, JsonRpcReply.ServerError, $"From {ProtocolVersions.July2026} on there is no {context.Request.Method}: {instead}.");
    }

    private async Task StreamAsync(HttpContext context, HttpSession session, string? lastEventId)
    {
        // A stop does not wait for streams that end only when their clients wish.
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping, session.Closing);
        try
        {
            if (lastEventId is null)
            {
                session.StartPush();
                SseResponse.Begin(context);
                if (!await session.Push.ListenAsync(context.Response.BodyWriter, leaving.Token))
                {
                    context.Abort();
                }
            }
            else if (await session.Events.GetStreamReaderAsync(lastEventId, leaving.Token) is { } reader)
            {
                await SseResponse.ReplayAsync(context, reader, leaving.Token);
            }
            else
            {
                await JsonRpcReply.WriteErrorAsync(
                    context, StatusCodes.Status400BadRequest, JsonRpcReply.ServerError, $"What came behind the event of {McpHeaders.LastEventId} is not kept (any more). Ask again, or open a stream without it.");
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // How such a stream ends.
        }
    }
}
