using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LlmMcp.McpBridge.Tools;

/// <summary>Reads the arguments of a call against the tool's own schema, and says what is wrong in its words.</summary>
internal static class ToolArguments
{
    private const string Code = "invalid_arguments";

    /// <summary>The arguments as <typeparamref name="T"/>; attributes of its properties are checked too, as are those of nested records.</summary>
    /// <exception cref="ToolRefusedException">They are not what the schema asks for; everything that is wrong is told at once.</exception>
    public static T Read<T>(IDictionary<string, JsonElement>? given, JsonElement schema)
        where T : class
    {
        var json = new JsonObject();
        foreach (var (name, value) in given ?? new Dictionary<string, JsonElement>())
        {
            if (value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
            {
                json[name] = JsonNode.Parse(value.GetRawText());
            }
        }

        List<string> mistakes = [.. Unknown(json, schema), .. Missing(json, schema)];
        if (mistakes.Count == 0)
        {
            try
            {
                var arguments = json.Deserialize<T>(ToolSchemas.Arguments)!;
                mistakes.AddRange(OutOfBounds(arguments, ""));
                if (mistakes.Count == 0)
                {
                    return arguments;
                }
            }
            catch (JsonException exception)
            {
                mistakes.Add(WrongType(exception, schema));
            }
        }

        throw new ToolRefusedException(Code, string.Join(' ', mistakes), "Correct this and call the tool again.");
    }

    private static IEnumerable<string> Unknown(JsonObject json, JsonElement schema)
    {
        var known = Properties(schema).Select(static property => property.Name).ToList();
        return json.Select(static pair => pair.Key).Where(name => !known.Contains(name)).Select(name =>
            known.Count == 0 ? $"There is no argument {name}; the tool takes none." : $"There is no argument {name}; there are {string.Join(", ", known)}.");
    }

    private static IEnumerable<string> Missing(JsonObject json, JsonElement schema) =>
        schema.TryGetProperty("required", out var required)
            ? required.EnumerateArray().Select(static name => name.GetString()!).Where(name => !json.ContainsKey(name))
                .Select(name => $"{name} is missing: {Describe(Find(schema, name))}.")
            : [];

    private static string WrongType(JsonException exception, JsonElement schema)
    {
        var path = (exception.Path ?? "$").TrimStart('$').TrimStart('.');
        var found = path.Split('.').Aggregate((JsonElement?)schema, static (at, step) => at is { } here ? Find(here, step.Split('[')[0]) : null);
        return path.Length == 0 || found is null ? $"The arguments cannot be read: {exception.Message}" : $"{path} must be {Describe(found)}.";
    }

    private static string Describe(JsonElement? property)
    {
        if (property is not { } schema)
        {
            return "as the schema says";
        }

        var type = schema.TryGetProperty("enum", out var allowed) ? $"one of {string.Join(", ", allowed.EnumerateArray().Where(static value => value.ValueKind != JsonValueKind.Null))}"
            : schema.TryGetProperty("type", out var named) && named.ValueKind == JsonValueKind.String ? $"{named.GetString()}" : "JSON";
        var meaning = schema.TryGetProperty("description", out var text) ? $" ({text.GetString()!.TrimEnd('.')})" : "";
        return type + meaning;
    }

    private static JsonElement? Find(JsonElement schema, string name) =>
        Properties(schema).Where(property => property.Name == name).Select(static property => (JsonElement?)property.Value).FirstOrDefault()
        ?? (schema.TryGetProperty("items", out var items) ? Find(items, name) : null);

    private static JsonElement.ObjectEnumerator Properties(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject() : default;

    /// <summary>The bounds that attributes state: the schema shows them, and this holds them.</summary>
    private static IEnumerable<string> OutOfBounds(object value, string prefix)
    {
        foreach (var property in value.GetType().GetProperties())
        {
            var name = prefix + JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            var content = property.GetValue(value);
            if (content is null)
            {
                continue;
            }

            var context = new ValidationContext(value) { MemberName = property.Name, DisplayName = name };
            foreach (var rule in property.GetCustomAttributes(typeof(ValidationAttribute), inherit: true).Cast<ValidationAttribute>())
            {
                if (rule.GetValidationResult(content, context) is { } broken)
                {
                    yield return rule is AllowedValuesAttribute allowed ? $"{name} must be one of {string.Join(", ", allowed.Values)}." : $"{broken.ErrorMessage}";
                }
            }

            foreach (var missing in Nulls(content, name))
            {
                yield return missing;
            }

            foreach (var (nested, at) in Nested(content, name))
            {
                foreach (var mistake in OutOfBounds(nested, at + "."))
                {
                    yield return mistake;
                }
            }
        }
    }

    /// <summary>The reader of JSON takes null for an element of any list.</summary>
    private static IEnumerable<string> Nulls(object content, string name) => content is IEnumerable<object?> items
        ? items.Index().Where(static item => item.Item is null).Select(item => $"{name}[{item.Index}] is null.")
        : [];

    private static IEnumerable<(object Value, string Name)> Nested(object content, string name) => content switch
    {
        IToolRecord record => [(record, name)],
        IEnumerable<IToolRecord?> records => records.Index().Where(static record => record.Item is not null).Select(record => ((object)record.Item!, $"{name}[{record.Index}]")),
        _ => [],
    };
}

/// <summary>A record within arguments whose bounds are checked too.</summary>
internal interface IToolRecord;
