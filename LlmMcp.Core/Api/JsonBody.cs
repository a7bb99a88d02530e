using System.Text.Json;

namespace LlmMcp.Core.Api;

/// <summary>A body that was read: the typed request and the bytes it came from.</summary>
/// <typeparam name="T">The request.</typeparam>
/// <param name="Value">The request; null when <paramref name="Error"/> is set.</param>
/// <param name="Bytes">The body from the first byte of its value on.</param>
/// <param name="Error">Why the body was refused.</param>
internal readonly record struct JsonBody<T>(T? Value, ReadOnlyMemory<byte> Bytes, ApiError? Error)
    where T : class
{
    /// <summary>The bytes of a value that was passed over; empty when it was absent.</summary>
    public ReadOnlyMemory<byte> Raw(RawJson value) => Bytes.Slice(value.Start, value.Length);
}

/// <summary>Reads request bodies: bounded, forgiving about content types, exact about what is wrong.</summary>
internal static class JsonBody
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = CoreJson.MaxDepth };

    /// <summary>
    /// Reads the first JSON value of a body of at most <paramref name="maxBytes"/> bytes. The content type is not looked at,
    /// as old clients send what they like; what follows the value is ignored.
    /// </summary>
    public static async ValueTask<JsonBody<T>> ReadAsync<T>(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
        where T : class
    {
        if (request.ContentLength > maxBytes)
        {
            return new(null, default, ApiError.BodyTooLarge(maxBytes));
        }

        var body = await BoundedBody.ReadAsync(request.Body, request.ContentLength, maxBytes, cancellationToken);
        return body is { } bytes ? Parse<T>(bytes) : new(null, default, ApiError.BodyTooLarge(maxBytes));
    }

    /// <summary>Reads the first JSON value of <paramref name="body"/>.</summary>
    public static JsonBody<T> Parse<T>(ReadOnlyMemory<byte> body)
        where T : class
    {
        var bytes = body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
        if (bytes.Span.IndexOfAnyExcept(" \t\r\n"u8) is var start && start < 0)
        {
            return new(null, default, ApiError.BadJson($"The body is empty; expected {JsonExpectation.Of(typeof(T))}."));
        }

        bytes = bytes[start..];
        try
        {
            var reader = new Utf8JsonReader(bytes.Span, ReaderOptions);
            return JsonSerializer.Deserialize<T>(ref reader, CoreJson.Options) is { } value
                ? new(value, bytes, null)
                : new(null, default, ApiError.BadJson($"The body is null; expected {JsonExpectation.Of(typeof(T))}."));
        }
        catch (JsonException exception)
        {
            return new(null, default, JsonExpectation.Explain(typeof(T), exception));
        }
    }
}
