using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace LlmMcp.McpBridge.Tools;

/// <summary>JSON of arguments and results, and the schemas that follow from their types.</summary>
internal static class ToolSchemas
{
    private static readonly AIJsonSchemaCreateOptions Form = new() { TransformSchemaNode = static (_, node) => Simplify(node) };

    /// <summary>How arguments are read: an unknown key is a mistake the model should hear of.</summary>
    public static JsonSerializerOptions Arguments { get; } = Sealed(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    });

    /// <summary>How results are written: what is not known is left out.</summary>
    public static JsonSerializerOptions Results { get; } = Sealed(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The schema of a record of arguments.</summary>
    public static JsonElement OfArguments<T>() => AIJsonUtilities.CreateJsonSchema(typeof(T), serializerOptions: Arguments, inferenceOptions: Form);

    /// <summary>The schema of a structured result.</summary>
    public static JsonElement OfResult<T>() => AIJsonUtilities.CreateJsonSchema(typeof(T), serializerOptions: Results, inferenceOptions: Form);

    private static JsonSerializerOptions Sealed(JsonSerializerOptions options)
    {
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver();
        options.MakeReadOnly();
        return options;
    }

    /// <summary>
    /// What may be left out need not be null too: <c>["string", "null"]</c> becomes <c>"string"</c>, which every host and model
    /// understands. A null that is sent nevertheless counts as left out.
    /// </summary>
    private static JsonNode Simplify(JsonNode node)
    {
        if (node is not JsonObject schema)
        {
            return node;
        }

        if (schema["type"] is JsonArray types && types.Count == 2 && types.Any(static type => (string?)type == "null"))
        {
            schema["type"] = (string?)types.First(static type => (string?)type != "null");
        }

        if (schema["default"] is null)
        {
            schema.Remove("default");
        }

        return schema;
    }
}
