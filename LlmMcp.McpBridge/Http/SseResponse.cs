using System.Buffers;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Http;

/// <summary>A response of server-sent events.</summary>
internal static class SseResponse
{
    /// <summary>Sets the headers; nothing is sent yet.</summary>
    public static void Begin(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache,no-store";
        // nginx would collect events until its buffer is full.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    /// <summary>Sends what a reader gives until it ends.</summary>
    public static async Task ReplayAsync(HttpContext context, ISseEventStreamReader reader, CancellationToken cancellationToken)
    {
        Begin(context);
        // The client must learn that it is heard, also while there is nothing to send.
        await context.Response.Body.FlushAsync(cancellationToken);
        await SseFormatter.WriteAsync(reader.ReadEventsAsync(cancellationToken), context.Response.Body, Write, cancellationToken);
    }

    private static void Write(SseItem<JsonRpcMessage?> item, IBufferWriter<byte> output)
    {
        if (item.Data is { } message)
        {
            using var json = new Utf8JsonWriter(output);
            JsonSerializer.Serialize(json, message, JsonRpcReply.MessageType);
        }
    }
}
