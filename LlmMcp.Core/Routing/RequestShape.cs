using System.Text;
using System.Text.Json;
using LlmMcp.Contracts;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Routing;

/// <summary>A request whose words are known to mean something.</summary>
/// <param name="Task">Lower case; <c>chat</c> unless given.</param>
/// <param name="Provider">One of <see cref="Providers"/>, or <see cref="RequestShape.Auto"/>.</param>
/// <param name="Model">Empty when none is named.</param>
/// <param name="Quality">One of <see cref="Qualities"/>; null when none is named.</param>
/// <param name="HasMessages">There is at least one message.</param>
/// <param name="EstimatedTokens">A quarter of the UTF-8 bytes of prompt and messages, at least 256.</param>
internal sealed record RequestShape(string Task, string Provider, string Model, string? Quality, bool HasMessages, int EstimatedTokens)
{
    /// <summary>Routing decides.</summary>
    public const string Auto = "auto";

    private const int MaxModelLength = 293;
    private static readonly string[] KnownProviders = [Auto, .. Providers.All];

    /// <summary>True when the answer is a vector.</summary>
    public bool IsEmbedding => Task == "embed";

    /// <summary>True when the quality decides the model.</summary>
    public bool IsSmart => Quality is not null && Model.Length == 0;

    /// <summary>Reads and checks the words of a request.</summary>
    public static (RequestShape? Shape, ApiError? Error) Read(LlmRequest request)
    {
        var provider = Word(request.Provider, Auto);
        if (!KnownProviders.Contains(provider))
        {
            return (null, Refusals.Routing("provider_not_supported", "provider", $"provider is \"{Shorten(provider)}\"; expected one of {string.Join(", ", KnownProviders)}."));
        }

        string? quality = null;
        if (!string.IsNullOrWhiteSpace(request.Quality) && (quality = Qualities.Find(request.Quality)) is null)
        {
            return (null, Refusals.Routing($"invalid_quality: {Shorten(request.Quality)} (use {string.Join('|', Qualities.Names)})", "quality"));
        }

        var model = request.Model?.Trim() ?? "";
        if (model.Length > MaxModelLength || model.Any(char.IsControl))
        {
            return (null, ApiError.BadField("model", $"model must be at most {MaxModelLength} printable characters."));
        }

        if ((request.Constraints?.FaultWith(provider) ?? FaultOfMessages(request.Messages)) is { } fault)
        {
            return (null, fault);
        }

        var messages = request.Messages is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0;
        return (new RequestShape(Word(request.Task, "chat"), provider, model, quality, messages, Estimate(request)), null);
    }

    private static ApiError? FaultOfMessages(JsonElement? messages)
    {
        if (messages is not { ValueKind: not JsonValueKind.Null } list)
        {
            return null;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return ApiError.BadJson("\"messages\" has the wrong type; expected an array of messages.", "messages");
        }

        var index = 0;
        foreach (var message in list.EnumerateArray())
        {
            var field = $"messages[{index++}]";
            if (message.ValueKind != JsonValueKind.Object)
            {
                return ApiError.BadJson($"\"{field}\" has the wrong type; expected an object with role and content.", field);
            }

            if (message.TryGetProperty("role", out var role) && role.ValueKind != JsonValueKind.String)
            {
                return ApiError.BadJson($"\"{field}.role\" has the wrong type; expected a string.", $"{field}.role");
            }

            if (message.TryGetProperty("content", out var content) && content.ValueKind is not (JsonValueKind.String or JsonValueKind.Array or JsonValueKind.Null))
            {
                return ApiError.BadJson($"\"{field}.content\" has the wrong type; expected a string or an array of parts.", $"{field}.content");
            }
        }

        return null;
    }

    private static int Estimate(LlmRequest request)
    {
        var bytes = Encoding.UTF8.GetByteCount(request.Prompt ?? "");
        if (request.Messages is { ValueKind: JsonValueKind.Array } messages)
        {
            foreach (var message in messages.EnumerateArray())
            {
                bytes += message.TryGetProperty("content", out var content) ? BytesOf(content) : 0;
            }
        }

        return Math.Max(256, bytes / 4);
    }

    // Parts that are no text (images) say nothing about tokens by their length.
    private static int BytesOf(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => Encoding.UTF8.GetByteCount(content.GetString()!),
        JsonValueKind.Array => content.EnumerateArray()
            .Where(static part => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
            .Sum(static part => Encoding.UTF8.GetByteCount(part.GetProperty("text").GetString()!)),
        _ => 0,
    };

    private static string Word(string? text, string absent) => string.IsNullOrWhiteSpace(text) ? absent : text.Trim().ToLowerInvariant();

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100];
}
