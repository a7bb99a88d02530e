using System.Collections.Concurrent;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Tools.Requests;

/// <summary>
/// Tells a caller that takes its call back (<c>notifications/cancelled</c>) from one that is merely gone. The first does not want
/// the answer any more, and no machine should work on it; the second may come back for it.
/// </summary>
internal sealed class CanceledCalls
{
    private readonly ConcurrentDictionary<(string? Session, RequestId Id), bool> open = [];

    /// <summary>Watches a call until disposed.</summary>
    public Watch Begin((string? Session, RequestId Id) call) => new(this, call);

    /// <summary>Sees notifications before the call they are about is interrupted.</summary>
    public McpMessageFilter Filter => next => async (context, cancellationToken) =>
    {
        // A server of one request has no other call to take back; by its missing session it would find somebody else's.
        if (context.Server.ServerOptions.ScopeRequests
            && context.JsonRpcMessage is JsonRpcNotification { Method: NotificationMethods.CancelledNotification } notification
            && RequestOf(notification) is { } id)
        {
            open.TryUpdate((context.Server.SessionId, id), true, false);
        }

        await next(context, cancellationToken);
    };

    private static RequestId? RequestOf(JsonRpcNotification notification)
    {
        try
        {
            return notification.Params.Deserialize<CancelledNotificationParams>(McpJsonUtilities.DefaultOptions)?.RequestId;
        }
        catch (JsonException)
        {
            // The protocol wants invalid ones ignored.
            return null;
        }
    }

    /// <summary>A call under way.</summary>
    internal sealed class Watch : IDisposable
    {
        private readonly CanceledCalls calls;
        private readonly (string? Session, RequestId Id) call;

        public Watch(CanceledCalls calls, (string? Session, RequestId Id) call)
        {
            (this.calls, this.call) = (calls, call);
            calls.open[call] = false;
        }

        /// <summary>True when the caller took it back.</summary>
        public bool WasTakenBack => calls.open.GetValueOrDefault(call);

        public void Dispose() => calls.open.TryRemove(call, out _);
    }
}
