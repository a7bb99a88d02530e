using System.Text;
using System.Text.Json;
using LlmMcp.Simulator.Journal;

namespace LlmMcp.Simulator.Protocol;

internal static class RequestBody
{
    /// <summary>The body as a JSON object; refused in Go's words when it is none.</summary>
    public static async Task<JsonDocument> ReadAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        if (buffer.Length == 0)
        {
            throw Early("missing request body");
        }

        var bytes = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        try
        {
            var document = JsonDocument.Parse(bytes.ToArray());
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                throw Early($"json: cannot unmarshal {document.RootElement.ValueKind.ToString().ToLowerInvariant()} into Go value of type api request");
            }

            context.Features.Get<OpenEntry>()?.Read(document.RootElement);
            return document;
        }
        catch (JsonException error)
        {
            throw Early(Explain(bytes.Span, error));
        }
    }

    private static string Explain(ReadOnlySpan<byte> body, JsonException error)
    {
        // The reader reports the line and the byte in it where it gave up; at the end of the text it wanted more.
        var position = Offset(body, error.LineNumber ?? 0) + (int)(error.BytePositionInLine ?? 0);
        if (position >= body.Length)
        {
            return "unexpected EOF";
        }

        Rune.DecodeFromUtf8(body[position..], out var rune, out _);
        return $"invalid character '{rune}' looking for beginning of value";
    }

    private static int Offset(ReadOnlySpan<byte> body, long line)
    {
        var offset = 0;
        for (; line > 0; line--)
        {
            offset += body[offset..].IndexOf((byte)'\n') + 1;
        }

        return offset;
    }

    private static Refusal Early(string text) => new(StatusCodes.Status400BadRequest, text) { BeforeHandler = true };
}
