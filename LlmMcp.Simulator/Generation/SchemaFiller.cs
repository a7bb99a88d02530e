using System.Text.Json;
using System.Text.Json.Nodes;
using LlmMcp.Simulator.Pace;

namespace LlmMcp.Simulator.Generation;

/// <summary>Makes a value that a JSON schema accepts. Strings take up words of the prompt.</summary>
internal sealed class SchemaFiller(JsonElement root, IReadOnlyList<string> words, SeededRandom draw, string label = "")
{
    private const int MaxDepth = 12;
    private const int MaxItems = 3;
    private const int MaxProperties = 256;

    private int next;

    public JsonNode? Fill() => Fill(root, 0, "value");

    private JsonNode? Fill(JsonElement schema, int depth, string name)
    {
        if (schema.ValueKind is not JsonValueKind.Object || depth > MaxDepth)
        {
            return Text(schema, name);
        }

        if (schema.TryGetProperty("$ref", out var reference) && Resolve(reference.GetString()) is { } target)
        {
            return Fill(target, depth + 1, name);
        }

        if (schema.TryGetProperty("const", out var constant))
        {
            return JsonNode.Parse(constant.GetRawText());
        }

        if (schema.TryGetProperty("enum", out var choices) && choices.ValueKind is JsonValueKind.Array && choices.GetArrayLength() > 0)
        {
            return JsonNode.Parse(choices[draw.Next(choices.GetArrayLength())].GetRawText());
        }

        foreach (var union in (ReadOnlySpan<string>)["anyOf", "oneOf", "allOf"])
        {
            if (schema.TryGetProperty(union, out var options) && options.ValueKind is JsonValueKind.Array && options.GetArrayLength() > 0)
            {
                return Fill(options[0], depth + 1, name);
            }
        }

        return TypeOf(schema) switch
        {
            "object" => Object(schema, depth),
            "array" => Array(schema, depth, name),
            "integer" => (long)Math.Round(Number(schema, 1, 100)),
            "number" => Math.Round(Number(schema, 0, 100), 2),
            "boolean" => draw.Next(2) == 0,
            "null" => null,
            _ => Text(schema, name),
        };
    }

    private JsonObject Object(JsonElement schema, int depth)
    {
        var filled = new JsonObject();
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind is JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject().Take(MaxProperties))
            {
                filled[property.Name] = Fill(property.Value, depth + 1, property.Name);
            }
        }

        return filled;
    }

    private JsonArray Array(JsonElement schema, int depth, string name)
    {
        var least = Bound(schema, "minItems") ?? 1;
        var most = Math.Max(least, Bound(schema, "maxItems") ?? MaxItems);
        var count = (int)Math.Min(least + draw.Next((int)Math.Min(most - least, MaxItems) + 1), 1000);
        var items = schema.TryGetProperty("items", out var itemSchema) ? itemSchema : default;
        return new JsonArray([.. Enumerable.Range(0, depth > MaxDepth ? 0 : count).Select(_ => Fill(items, depth + 1, name))]);
    }

    private double Number(JsonElement schema, double least, double most)
    {
        var low = Bound(schema, "minimum") ?? Bound(schema, "exclusiveMinimum") + 1 ?? least;
        var high = Bound(schema, "maximum") ?? Bound(schema, "exclusiveMaximum") - 1 ?? Math.Max(most, low);
        return low + draw.NextDouble() * Math.Max(0, high - low);
    }

    private JsonValue Text(JsonElement schema, string name)
    {
        var format = schema.ValueKind is JsonValueKind.Object && schema.TryGetProperty("format", out var value) ? value.GetString() : null;
        var text = format switch
        {
            "date" => "2025-01-15",
            "date-time" => "2025-01-15T12:00:00Z",
            "time" => "12:00:00Z",
            "email" => "someone@example.org",
            "uri" => "https://example.org/",
            "uuid" => "00000000-0000-4000-8000-000000000000",
            _ => label + (words.Count == 0 ? name : words[next++ % words.Count]),
        };
        if (schema.ValueKind is JsonValueKind.Object)
        {
            text = Bound(schema, "maxLength") is { } most && text.Length > most ? text[..(int)most] : text;
            text = text.PadRight((int)Math.Min(Bound(schema, "minLength") ?? 0, 10_000), '.');
        }

        return JsonValue.Create(text);
    }

    private static string TypeOf(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? schema.TryGetProperty("properties", out _) ? "object" : "string"
        : type.ValueKind is JsonValueKind.Array && type.GetArrayLength() > 0 ? type[0].GetString() ?? "string"
        : type.ValueKind is JsonValueKind.String ? type.GetString()! : "string";

    private static double? Bound(JsonElement schema, string key) =>
        schema.TryGetProperty(key, out var bound) && bound.ValueKind is JsonValueKind.Number ? bound.GetDouble() : null;

    private JsonElement? Resolve(string? reference)
    {
        if (reference is null || !reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return null;
        }

        var found = root;
        foreach (var part in reference[2..].Split('/'))
        {
            if (found.ValueKind is not JsonValueKind.Object || !found.TryGetProperty(part, out found))
            {
                return null;
            }
        }

        return found;
    }
}
