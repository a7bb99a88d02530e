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
    /// <summary>A longer text than <see cref="Message"/> where old clients expect a fixed word there; otherwise null.</summary>
    public string? Detail { get; init; }

    /// <summary>Seconds after which another try makes sense (<c>Retry-After</c>); null when waiting does not help.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>A field the caller has to change.</summary>
    public static ApiError BadField(string field, string message, string? code = null) =>
        new(StatusCodes.Status400BadRequest, code ?? $"invalid_{field}", message, field);

    /// <summary>The body is not the JSON that was expected.</summary>
    public static ApiError BadJson(string message, string? field = null) =>
        new(StatusCodes.Status400BadRequest, "invalid_json", message, field);

    /// <summary>The body is longer than this Core reads.</summary>
    public static ApiError BodyTooLarge(long limit) =>
        new(StatusCodes.Status413PayloadTooLarge, "body_too_large", $"The body is longer than {limit} bytes (Core:MaxBodyBytes).");

    /// <summary>The job is unknown here (or was removed by retention).</summary>
    public static ApiError JobNotFound(string id) =>
        new(StatusCodes.Status404NotFound, "not_found", $"There is no job {id}. Finished jobs are removed after the retention time.");

    /// <summary>PostgreSQL cannot be reached; nothing was stored.</summary>
    public static ApiError DatabaseUnavailable { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "database_unavailable", "The database cannot be reached. Nothing was stored; try again.")
        {
            RetryAfterSeconds = 1,
        };

    /// <summary>A defect of ours. The log has the cause, the caller does not.</summary>
    public static ApiError Internal { get; } =
        new(StatusCodes.Status500InternalServerError, "internal_error", "Core failed to handle the request. The cause is in its log.");
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
