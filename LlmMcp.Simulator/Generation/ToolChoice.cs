using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Simulator.Pace;

namespace LlmMcp.Simulator.Generation;

/// <summary>Which of the offered tools a model calls: the one whose name shares most words with the prompt, else the first.</summary>
internal static class ToolChoice
{
    public static ToolCall? Pick(IReadOnlyList<JsonElement> tools, string prompt, SeededRandom draw)
    {
        var words = TopicWords.In(prompt);
        var best = tools
            .Select(Function)
            .Where(function => function.Name.Length > 0)
            .MaxBy(function => words.Count(word => function.Name.Contains(word, StringComparison.OrdinalIgnoreCase)));
        if (best.Name is null)
        {
            return null;
        }

        // Names tend to be capitalised, and arguments tend to be names.
        var names = words.Where(word => char.IsUpper(word[0]) && !prompt.StartsWith(word, StringComparison.Ordinal)).ToArray();
        var arguments = best.Parameters.ValueKind is JsonValueKind.Object
            ? new SchemaFiller(best.Parameters, names.Length > 0 ? names : words, draw).Fill() as JsonObject
            : null;
        return new ToolCall($"call_{Word(draw)}", best.Name, arguments ?? []);
    }

    private static (string Name, JsonElement Parameters) Function(JsonElement tool)
    {
        if (tool.ValueKind is not JsonValueKind.Object
            || !tool.TryGetProperty("function", out var function)
            || function.ValueKind is not JsonValueKind.Object
            || !function.TryGetProperty("name", out var name)
            || name.ValueKind is not JsonValueKind.String)
        {
            return ("", default);
        }

        return (name.GetString()!, function.TryGetProperty("parameters", out var parameters) ? parameters : default);
    }

    private static string Word(SeededRandom draw)
    {
        const string alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
        return string.Concat(Enumerable.Range(0, 8).Select(_ => alphabet[draw.Next(alphabet.Length)]));
    }
}

internal sealed record ToolCall(string Id, string Name, JsonObject Arguments);
