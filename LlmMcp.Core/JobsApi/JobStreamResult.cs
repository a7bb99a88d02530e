using System.Buffers;
using System.Text;
using System.Text.Json;
using LlmMcp.Core.Jobs;
using LlmMcp.Core.Jobs.Follow;
using Microsoft.AspNetCore.Http.Features;

namespace LlmMcp.Core.JobsApi;

/// <summary>
/// A job's events as server-sent events: <c>status</c> (the job object), <c>queue</c> (where it stands in line), <c>delta</c> (a piece
/// of the answer), <c>reset</c> (a new attempt begins), <c>error</c>, and <c>: keep-alive</c> comments. Ends after a final status. Written straight into the
/// response's own buffer: an idle stream holds none.
/// </summary>
internal sealed class JobStreamResult(IAsyncEnumerable<FollowEvent> events, StreamCount count, CancellationToken cancellationToken) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (!count.TryEnter())
        {
            await Api.ApiErrors.WriteAsync(httpContext, StreamCount.Full);
            return;
        }

        try
        {
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-cache";
            // Proxies that collect answers before passing them on would hold the tokens back.
            response.Headers["X-Accel-Buffering"] = "no";
            httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            var writer = response.BodyWriter;
            await foreach (var happened in events.WithCancellation(cancellationToken))
            {
                Write(writer, happened);
                await writer.FlushAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // This is how streams end when the client leaves or Core stops; clients come back with Last-Event-ID.
        }
        finally
        {
            count.Leave();
        }
    }

    /// <summary>One event as it goes over the wire.</summary>
    public static void Write(IBufferWriter<byte> output, FollowEvent happened)
    {
        switch (happened)
        {
            case FollowEvent.Status status:
                Begin(output, "status", happened.Position);
                using (var json = JobJson.Writer(output))
                {
                    JobJson.Write(json, status.Job, place: status.Place);
                }

                break;
            case FollowEvent.Queue queue:
                Begin(output, "queue", happened.Position);
                using (var json = JobJson.Writer(output))
                {
                    json.WriteStartObject();
                    JobJson.WritePlace(json, queue.Place);
                    json.WriteEndObject();
                }

                break;
            case FollowEvent.Delta delta:
                Begin(output, "delta", happened.Position);
                WriteDelta(output, delta.Piece);
                break;
            case FollowEvent.Reset reset:
                Begin(output, "reset", happened.Position);
                output.Write(Encoding.UTF8.GetBytes($$"""{"claim_no":{{reset.Position.ClaimNo}},"attempt":{{reset.Attempt}}}"""));
                break;
            case FollowEvent.NotFound:
                output.Write("event: error\ndata: {\"error\":\"not_found\",\"message\":\"There is no such job.\"}"u8);
                break;
            case FollowEvent.KeepAlive:
                output.Write(": keep-alive"u8);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(happened), happened, "Unknown event.");
        }

        output.Write("\n\n"u8);
    }

    private static void Begin(IBufferWriter<byte> output, string name, FollowPosition position) =>
        output.Write(Encoding.UTF8.GetBytes($"event: {name}\nid: {position}\ndata: "));

    private static void WriteDelta(IBufferWriter<byte> output, OutputPiece piece)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        if (piece.Response.Length > 0)
        {
            json.WriteString("response"u8, piece.Response);
        }

        if (piece.Thinking.Length > 0)
        {
            json.WriteString("thinking"u8, piece.Thinking);
        }

        json.WriteEndObject();
    }
}
