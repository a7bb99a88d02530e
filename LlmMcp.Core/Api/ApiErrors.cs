using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace LlmMcp.Core.Api;

/// <summary>Writes an <see cref="ApiError"/> in the form the caller understands.</summary>
internal static class ApiErrors
{
    private const string ProblemJson = "application/problem+json";

    /// <summary>The refusal as the result of an endpoint.</summary>
    public static IResult ToResult(this ApiError error) => new ApiErrorResult(error);

    /// <summary>The body of <paramref name="error"/> on HTTP.</summary>
    public static ProblemBody ToBody(this ApiError error) => new(
        $"urn:llm-mcp:problem:{error.Code}", ReasonPhrases.GetReasonPhrase(error.Status), error.Status,
        error.Detail ?? error.Message, error.Code, error.Message, error.Field);

    /// <summary>True for a gRPC call, which is an HTTP request too but reads no problem+json.</summary>
    public static bool IsGrpc(HttpRequest request) =>
        request.ContentType is { } type && type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase);

    /// <summary>Ends a request whose response has not started: problem+json for HTTP, a trailers-only status for gRPC.</summary>
    public static Task WriteAsync(HttpContext context, ApiError error)
    {
        if (IsGrpc(context.Request))
        {
            WriteTrailersOnly(context.Response, error.ToGrpcStatus());
            return Task.CompletedTask;
        }

        var response = context.Response;
        response.StatusCode = error.Status;
        response.ContentType = ProblemJson;
        if (error.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        byte[] body = [.. JsonSerializer.SerializeToUtf8Bytes(error.ToBody(), CoreJson.Options), (byte)'\n'];
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static void WriteTrailersOnly(HttpResponse response, Grpc.Core.Status status)
    {
        // A response without a body: its headers are the trailers, and HTTP itself always says 200.
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/grpc";
        response.Headers["grpc-status"] = ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = PercentEncode(status.Detail);
    }

    private static string PercentEncode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (octet is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                encoded.Append((char)octet);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
            }
        }

        return encoded.ToString();
    }

    private sealed class ApiErrorResult(ApiError error) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, error);
    }
}
