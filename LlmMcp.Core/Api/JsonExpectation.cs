using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LlmMcp.Core.Api;

/// <summary>Says in words what a request expected where it could not be read.</summary>
internal static class JsonExpectation
{
    /// <summary>The refusal for what the serializer met: the place, and what should stand there.</summary>
    public static ApiError Explain(Type request, JsonException exception)
    {
        var path = exception.Path is { Length: > 2 } text && text.StartsWith("$.", StringComparison.Ordinal) ? text[2..] : "";

        // A broken text has a subclass of its own; everything else is a value of the wrong type.
        if (exception.GetType() != typeof(JsonException) || exception.InnerException is JsonException)
        {
            return ApiError.BadJson(
                $"The body is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}{(path.Length > 0 ? $", in \"{path}\"" : "")}.",
                path.Length > 0 ? path : null);
        }

        return path.Length == 0
            ? ApiError.BadJson($"The body has the wrong type; expected {Of(request)}.")
            : ApiError.BadJson($"\"{path}\" has the wrong type; expected {Of(TypeAt(request, path))}.", path);
    }

    /// <summary>A type as a caller would say it.</summary>
    public static string Of(Type? type)
    {
        type = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            null => "another one",
            _ when type == typeof(string) => "a string",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(int) || type == typeof(long) => "a whole number",
            _ when type == typeof(double) || type == typeof(decimal) => "a number",
            _ when ElementOf(type) is { } element => $"an array, each item {Of(element)}",
            _ => "an object",
        };
    }

    private static Type? TypeAt(Type type, string path)
    {
        var current = type;
        foreach (var part in path.Split('.'))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? part : part[..bracket];
            current = Property(current, name)?.PropertyType;
            if (current is not null && bracket >= 0)
            {
                current = ElementOf(current);
            }

            if (current is null)
            {
                return null;
            }
        }

        return current;
    }

    private static JsonPropertyInfo? Property(Type type, string name) =>
        CoreJson.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type).Properties
            .FirstOrDefault(property => string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase));

    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericArguments() is [var element] && typeof(System.Collections.IEnumerable).IsAssignableFrom(type) ? element
        : null;
}
