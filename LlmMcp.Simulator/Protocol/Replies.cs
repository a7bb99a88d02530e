using System.Text.Json;

namespace LlmMcp.Simulator.Protocol;

/// <summary>Whole answers and lines of streams, with the headers the real server sends.</summary>
internal static class Replies
{
    public const string JsonWithCharset = "application/json; charset=utf-8";
    public const string Json = "application/json";
    public const string NdJson = "application/x-ndjson";
    public const string EventStream = "text/event-stream";

    // Go's server states a length only when the whole answer fits in its first buffer.
    private const int LargestWithLength = 2048;

    public static async Task JsonAsync<T>(HttpContext context, T value, string contentType = JsonWithCharset, int status = StatusCodes.Status200OK)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, WireFormat.Json);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        if (body.Length <= LargestWithLength)
        {
            context.Response.ContentLength = body.Length;
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
        }
    }

    public static Task TextAsync(HttpContext context, int status, string text, string contentType)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = text.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text, context.RequestAborted);
    }

    public static Task EmptyAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    /// <summary>One line of a native stream; the first one starts the response.</summary>
    public static async Task LineAsync<T>(HttpContext context, T value)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = NdJson;
        }

        await WriteAsync(context, [], JsonSerializer.SerializeToUtf8Bytes(value, WireFormat.Json), "\n"u8.ToArray());
    }

    /// <summary>One server-sent event; the first one starts the response.</summary>
    public static async Task EventAsync<T>(HttpContext context, T value, string? eventName = null)
    {
        BeginEvents(context);
        var prefix = eventName is null ? "data: "u8.ToArray() : System.Text.Encoding.ASCII.GetBytes($"event: {eventName}\ndata: ");
        await WriteAsync(context, prefix, JsonSerializer.SerializeToUtf8Bytes(value, WireFormat.Json), "\n\n"u8.ToArray());
    }

    public static async Task DoneAsync(HttpContext context)
    {
        BeginEvents(context);
        await WriteAsync(context, "data: "u8.ToArray(), "[DONE]"u8.ToArray(), "\n\n"u8.ToArray());
    }

    private static void BeginEvents(HttpContext context)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = EventStream;
        }
    }

    private static async Task WriteAsync(HttpContext context, byte[] prefix, byte[] body, byte[] suffix)
    {
        var writer = context.Response.BodyWriter;
        var memory = writer.GetMemory(prefix.Length + body.Length + suffix.Length);
        prefix.CopyTo(memory);
        body.CopyTo(memory[prefix.Length..]);
        suffix.CopyTo(memory[(prefix.Length + body.Length)..]);
        writer.Advance(prefix.Length + body.Length + suffix.Length);
        await writer.FlushAsync(context.RequestAborted);
    }
}
