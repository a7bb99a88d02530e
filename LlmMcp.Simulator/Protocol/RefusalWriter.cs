using System.Text.Json.Serialization;

namespace LlmMcp.Simulator.Protocol;

/// <summary>Turns a <see cref="Refusal"/> into the error body of the API family that was asked.</summary>
internal static class RefusalWriter
{
    public static Task WriteAsync(HttpContext context, Refusal refusal)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/v1/messages", StringComparison.Ordinal))
        {
            var body = new AnthropicError("error", new AnthropicErrorDetail(Kind(refusal.Status), refusal.Message), $"req_{Guid.NewGuid():n}"[..28]);
            return Replies.JsonAsync(context, body, Replies.Json, refusal.Status);
        }

        if (path.StartsWithSegments("/v1", StringComparison.Ordinal))
        {
            var type = refusal.BeforeHandler ? Replies.JsonWithCharset : Replies.Json;
            return Replies.JsonAsync(context, new OpenAiError(new OpenAiErrorDetail(refusal.Message, Kind(refusal.Status), null, null)), type, refusal.Status);
        }

        return Replies.JsonAsync(
            context, new OllamaError(refusal.Message), refusal.WithoutCharset ? Replies.Json : Replies.JsonWithCharset, refusal.Status);
    }

    private static string Kind(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "invalid_request_error",
        StatusCodes.Status404NotFound => "not_found_error",
        _ => "api_error",
    };
}

internal sealed record OllamaError(string Error);

internal sealed record OpenAiError(OpenAiErrorDetail Error);

internal sealed record OpenAiErrorDetail(
    string Message,
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Code);

internal sealed record AnthropicError(string Type, AnthropicErrorDetail Error, string RequestId);

internal sealed record AnthropicErrorDetail(string Type, string Message);
