using System.Text.Json;

namespace LlmMcp.Worker.Upstream;

/// <summary>Finds the sentence for people in a model server's error body.</summary>
internal static class ErrorText
{
    /// <summary>Longest error text kept, in UTF-16 characters.</summary>
    public const int MaxLength = 2048;

    /// <summary>Nesting of errors inside errors that is looked into: Ollama wraps the answers of its runner.</summary>
    private const int MaxDepth = 6;

    public static string FromBody(string body) => Bound(Find(body, 0) ?? body.Trim());

    public static string Bound(string text) => text.Length <= MaxLength ? text : text[..WholeCharacters(text, MaxLength - 1)] + "…";

    private static string? Find(string body, int depth)
    {
        if (depth >= MaxDepth || !body.AsSpan().TrimStart().StartsWith("{"))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return Find(document.RootElement, depth);
        }
        catch (JsonException)
        {
            // A truncated or foreign body is shown as it came.
            return null;
        }
    }

    private static string? Find(JsonElement element, int depth)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            var text = element.GetString()!;
            return Find(text, depth + 1) ?? text;
        }

        if (element.ValueKind != JsonValueKind.Object || depth >= MaxDepth)
        {
            return null;
        }

        foreach (var key in (ReadOnlySpan<string>)["error", "message", "detail"])
        {
            if (element.TryGetProperty(key, out var inner) && Find(inner, depth + 1) is { Length: > 0 } found)
            {
                return found;
            }
        }

        return null;
    }

    private static int WholeCharacters(string text, int length) => char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}
