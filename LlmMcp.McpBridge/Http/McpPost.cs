using System.Text.Json;
using LlmMcp.McpBridge.Server;
using LlmMcp.McpBridge.Sessions;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Http;

/// <summary>
/// A message from a client. From 2026-07-28 on each request has a server of its own that ends with it; a client that leaves
/// cancels what it asked for. Earlier revisions begin a session with <c>initialize</c> and come back to it.
/// </summary>
internal sealed class McpPost(
    ServerPlan plan, SessionTable sessions, IOptions<BridgeOptions> options, ILoggerFactory loggers, ILogger<McpPost> logger)
{
    private const int ParseError = -32700;

    private readonly RoutingNames names = new(plan.Request);

    public async Task HandleAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not { } message)
        {
            return;
        }

        var id = message is JsonRpcRequest request ? request.Id : default;
        if (RequestRules.Check(context.Request.Headers, message, names) is { } fault)
        {
            await JsonRpcReply.WriteErrorAsync(context, fault.Status, fault.Error, id);
            return;
        }

        var version = McpHeaders.Of(context.Request.Headers, McpHeaders.ProtocolVersion);
        message.Context = new JsonRpcMessageContext { ProtocolVersion = version };
        if (ProtocolVersions.IsStateless(version))
        {
            await ServeAloneAsync(context, message);
            return;
        }

        if (await EnterSessionAsync(context, message, id) is { } session)
        {
            try
            {
                await ServeAsync(context, session, message);
            }
            finally
            {
                session.Leave();
            }
        }
    }

    /// <summary>The body's message; null when the call has been refused.</summary>
    private async Task<JsonRpcMessage?> ReadAsync(HttpContext context)
    {
        var accept = context.Request.GetTypedHeaders().Accept;
        if (!Accepts(accept, "application/json") || !Accepts(accept, "text/event-stream"))
        {
            await JsonRpcReply.WriteErrorAsync(context, StatusCodes.Status406NotAcceptable, JsonRpcReply.ServerError, "Accept must list application/json and text/event-stream.");
            return null;
        }

        if (!context.Request.HasJsonContentType())
        {
            await JsonRpcReply.WriteErrorAsync(context, StatusCodes.Status415UnsupportedMediaType, JsonRpcReply.ServerError, "Content-Type must be application/json.");
            return null;
        }

        try
        {
            return await JsonRpcReply.ReadAsync(context);
        }
        catch (JsonException exception)
        {
            // The reader's own errors come wrapped; what is JSON but no message does not.
            var broken = exception.InnerException is JsonException;
            await JsonRpcReply.WriteErrorAsync(
                context, StatusCodes.Status400BadRequest, broken ? ParseError : (int)McpErrorCode.InvalidRequest,
                broken ? "The body is not JSON." : "The body is not one JSON-RPC 2.0 message. Batches are not taken: send each message on its own.");
            return null;
        }
        catch (BadHttpRequestException exception)
        {
            await JsonRpcReply.WriteErrorAsync(
                context, exception.StatusCode, JsonRpcReply.ServerError,
                exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? $"The body is longer than {options.Value.MaxBodyBytes} bytes (Bridge:MaxBodyBytes)." : "The body broke off.");
            return null;
        }
    }

    /// <summary>The session to serve in, entered; null when the call has been refused.</summary>
    private async ValueTask<HttpSession?> EnterSessionAsync(HttpContext context, JsonRpcMessage message, RequestId id)
    {
        HttpSession? session;
        if (McpHeaders.Of(context.Request.Headers, McpHeaders.SessionId) is { } sessionId)
        {
            if (!sessions.TryEnter(sessionId, out session))
            {
                await JsonRpcReply.WriteErrorAsync(context, StatusCodes.Status404NotFound, JsonRpcReply.SessionNotFound, "There is no such session (any more). Begin a new one with initialize.", id);
                return null;
            }
        }
        else if (message is not JsonRpcRequest { Method: RequestMethods.Initialize })
        {
            await JsonRpcReply.WriteErrorAsync(
                context, StatusCodes.Status400BadRequest, JsonRpcReply.ServerError,
                $"The header {McpHeaders.SessionId} is missing. Begin a session with initialize, or speak {ProtocolVersions.July2026}, which needs none ({McpHeaders.ProtocolVersion}).", id);
            return null;
        }
        else if ((session = await sessions.BeginAsync()) is null)
        {
            BridgeLog.SessionsFull(logger, options.Value.MaxSessions);
            context.Response.Headers.RetryAfter = "10";
            await JsonRpcReply.WriteErrorAsync(context, StatusCodes.Status503ServiceUnavailable, JsonRpcReply.ServerError, "Every session is in use. Try again later.", id);
            return null;
        }

        context.Response.Headers[McpHeaders.SessionId] = session.Id;
        return session;
    }

    private static async Task ServeAsync(HttpContext context, HttpSession session, JsonRpcMessage message)
    {
        var call = message as JsonRpcRequest;
        if (call is { Method: RequestMethods.ToolsCall })
        {
            session.Events.Keep(call.Id);
        }

        SseResponse.Begin(context);
        try
        {
            if (!await session.Transport.HandlePostRequestAsync(message, context.Response.Body, context.RequestAborted))
            {
                Accept(context);
            }
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The session ended under the call: its client deleted it, or the process stops. What has been sent so far has no end.
            context.Abort();
        }
        finally
        {
            if (call is not null)
            {
                session.Events.Unexpect(call.Id);
            }
        }
    }

    private async Task ServeAloneAsync(HttpContext context, JsonRpcMessage message)
    {
        await using var transport = new StreamableHttpServerTransport(loggers) { Stateless = true };
        await using var server = McpServer.Create(transport, plan.Request, loggers, context.RequestServices);
        var running = server.RunAsync(context.RequestAborted);
        SseResponse.Begin(context);
        try
        {
            if (!await transport.HandlePostRequestAsync(message, context.Response.Body, first => SetStatus(context.Response, first), context.RequestAborted))
            {
                Accept(context);
            }
        }
        finally
        {
            await transport.DisposeAsync();
            await running;
        }
    }

    /// <summary>From 2026-07-28 on some errors have a status of their own, which can be chosen only before the first byte.</summary>
    private static ValueTask SetStatus(HttpResponse response, JsonRpcMessage? first)
    {
        if (first is JsonRpcError error && !response.HasStarted)
        {
            response.StatusCode = (McpErrorCode)error.Error.Code switch
            {
                McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
                McpErrorCode.MissingRequiredClientCapability or McpErrorCode.UnsupportedProtocolVersion or McpErrorCode.HeaderMismatch => StatusCodes.Status400BadRequest,
                _ => response.StatusCode,
            };
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Nothing had to be answered.</summary>
    private static void Accept(HttpContext context)
    {
        context.Response.Headers.ContentType = default;
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static bool Accepts(IList<MediaTypeHeaderValue> accept, string type) => accept.Any(one => one.MatchesMediaType(type));
}
