using System.Text.Json;
using System.Text.RegularExpressions;

namespace LlmMcp.Simulator.Tests.Replay;

/// <summary>
/// Compares JSON by keys, their order and their types. Words that clients act on must be equal, and so must errors;
/// texts, figures and times may differ.
/// </summary>
internal static partial class ShapeComparison
{
    private static readonly HashSet<string> Words =
        ["role", "object", "type", "done", "done_reason", "finish_reason", "stop_reason", "owned_by", "system_fingerprint", "format", "error", "message.error", "status"];

    /// <summary>The differences, one per line; empty when there are none.</summary>
    public static IEnumerable<string> Differences(JsonElement expected, JsonElement actual, string path = "$")
    {
        if (Kind(expected) != Kind(actual))
        {
            return [$"{path}: expected {Kind(expected)}, got {Kind(actual)} {Shorten(actual)}"];
        }

        return expected.ValueKind switch
        {
            JsonValueKind.Object => ObjectDifferences(expected, actual, path),
            JsonValueKind.Array => ArrayDifferences(expected, actual, path),
            _ when Words.Contains(path[(path.LastIndexOf('.') + 1)..]) || path.EndsWith("error.message", StringComparison.Ordinal) => ValueDifferences(expected, actual, path),
            _ => [],
        };
    }

    /// <summary>What cannot be the same twice: digests, and how many tokens a text has.</summary>
    public static string Neutral(string text) => Tokens().Replace(Digest().Replace(text, "<digest>"), "<tokens>");

    private static IEnumerable<string> ObjectDifferences(JsonElement expected, JsonElement actual, string path)
    {
        var expectedKeys = string.Join(", ", expected.EnumerateObject().Select(entry => entry.Name));
        var actualKeys = string.Join(", ", actual.EnumerateObject().Select(entry => entry.Name));
        return expectedKeys != actualKeys
            ? [$"{path}: expected keys [{expectedKeys}], got [{actualKeys}]"]
            : expected.EnumerateObject().SelectMany(entry => Differences(entry.Value, actual.GetProperty(entry.Name), $"{path}.{entry.Name}"));
    }

    private static IEnumerable<string> ArrayDifferences(JsonElement expected, JsonElement actual, string path)
    {
        if ((expected.GetArrayLength() == 0) != (actual.GetArrayLength() == 0))
        {
            return [$"{path}: expected {expected.GetArrayLength()} items, got {actual.GetArrayLength()}"];
        }

        // Each item must look like one of the recorded ones; of ten thousand numbers one is enough to know.
        var kinds = expected.EnumerateArray().DistinctBy(item => item.ValueKind is JsonValueKind.Object ? item.GetRawText() : Kind(item)).ToArray();
        return actual.EnumerateArray()
            .Select(item => kinds.Select(wanted => Differences(wanted, item, path + "[]").ToArray()).MinBy(differences => differences.Length)!)
            .SelectMany(differences => differences);
    }

    private static string[] ValueDifferences(JsonElement expected, JsonElement actual, string path) =>
        Neutral(expected.ToString()) == Neutral(actual.ToString()) ? [] : [$"{path}: expected {expected}, got {actual}"];

    private static string Kind(JsonElement element) => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? "Boolean" : element.ValueKind.ToString();

    private static string Shorten(JsonElement element) => element.ToString() is { Length: > 60 } text ? text[..60] : element.ToString();

    [GeneratedRegex("[0-9a-f]{64}|(?<=pulling )[0-9a-f]{12}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digest();

    [GeneratedRegex(@"\d+(?= tokens\) exceeds)|(?<=n_prompt_tokens"":)\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tokens();
}
