using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Docs;

/// <summary>
/// Examples of answers: what each call answered on a small system, by the call's name in <c>examples.json</c>, and of each refusal
/// one. A test finds those that are missing and those that are not what the schemas say.
/// </summary>
internal static class AnswerExamples
{
    private const string Resource = "LlmMcp.Core.Docs.examples.json";

    private static readonly Lazy<JsonObject> Answers = new(static () =>
    {
        using var stream = typeof(AnswerExamples).Assembly.GetManifestResourceStream(Resource)!;
        return JsonNode.Parse(stream)!.AsObject();
    });

    private static readonly Dictionary<int, ApiError> Refusals = new[]
    {
        ApiError.BadField("limit", "limit must be 1 to 500."),
        new ApiError(StatusCodes.Status401Unauthorized, "key_required", "This call needs INTERNAL_API_KEY, as X-API-Key or Authorization: Bearer."),
        new ApiError(StatusCodes.Status404NotFound, "not_found", $"There is no such thing as {RequestExample.Id}."),
        new ApiError(StatusCodes.Status409Conflict, "already_final", "The job has ended already: done."),
        ApiError.BodyTooLarge(10 * 1024 * 1024),
        new ApiError(StatusCodes.Status502BadGateway, "sync_failed", "OpenRouter's catalogue was not read: it answered 500."),
        ApiError.DatabaseUnavailable,
    }.ToDictionary(static error => error.Status);

    /// <summary>What a call answers; null when nobody wrote it down.</summary>
    public static JsonNode? Of(string name) => Answers.Value[name]?.DeepClone();

    /// <summary>What a refusal of that status looks like; null when there is none.</summary>
    public static JsonNode? OfRefusal(int status) => Refusals.TryGetValue(status, out var error) ? JsonSerializer.SerializeToNode(error.ToBody(), CoreJson.Options) : null;
}
