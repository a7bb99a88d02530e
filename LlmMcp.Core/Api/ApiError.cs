using System.Text.Json.Serialization;

namespace LlmMcp.Core.Api;

/// <summary>
/// A refusal, the same for every door: HTTP sends it as problem+json that also carries the deployed system's
/// <c>error</c> and <c>message</c> keys, gRPC as a status with <see cref="Message"/>.
/// </summary>
/// <param name="Status">HTTP status; <see cref="ApiErrorStatus"/> maps it to gRPC.</param>
/// <param name="Code">Stable snake_case code, e.g. <c>invalid_deadline_at</c>.</param>
/// <param name="Message">What is wrong and what to change, for people.</param>
/// <param name="Field">The field to change, when there is one.</param>
internal sealed record ApiError(int Status, string Code, string Message, string? Field = null)
{
    /// <summary>A field the caller has to change.</summary>
    public static ApiError BadField(string field, string message, string? code = null) =>
        new(StatusCodes.Status400BadRequest, code ?? $"invalid_{field}", message, field);

    /// <summary>The job is unknown here (or was removed by retention).</summary>
    public static ApiError JobNotFound(string id) =>
        new(StatusCodes.Status404NotFound, "not_found", $"There is no job {id}. Finished jobs are removed after the retention time.");
}

/// <summary>The body of a refusal on HTTP (RFC 9457 plus the older keys).</summary>
internal sealed record ProblemBody(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("status")] int Status,
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("field"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field);
