using System.Buffers;
using System.Text.Json;

namespace LlmMcp.Core.Api;

/// <summary>A JSON answer followed by a line break, as the deployed system writes them (and as a terminal likes them).</summary>
/// <typeparam name="T">What is written.</typeparam>
internal sealed class JsonReply<T>(T value, int status = StatusCodes.Status200OK) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        // With its length known the answer leaves in one write instead of in chunks.
        var body = JsonSerializer.SerializeToUtf8Bytes(value, CoreJson.Options);
        response.ContentLength = body.Length + 1;
        var output = response.BodyWriter;
        output.Write(body);
        output.Write("\n"u8);
        await output.FlushAsync(httpContext.RequestAborted);
    }
}

/// <summary>Short forms of <see cref="JsonReply{T}"/>.</summary>
internal static class JsonReply
{
    /// <summary>200 with <paramref name="value"/>.</summary>
    public static IResult Ok<T>(T value) => new JsonReply<T>(value);

    /// <summary>202 with <paramref name="value"/>: stored, and done later.</summary>
    public static IResult Accepted<T>(T value) => new JsonReply<T>(value, StatusCodes.Status202Accepted);
}
