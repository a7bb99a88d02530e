using System.Text.Json;

namespace LlmMcp.Simulator.Protocol;

/// <summary>
/// Reads fields the way Go's decoder does: a missing or null field is its zero value, a wrong type is refused with
/// Go's own words, unknown fields are ignored.
/// </summary>
internal readonly struct GoObject(JsonElement element, string typeName)
{
    public JsonElement? Raw(string field) =>
        element.TryGetProperty(field, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    public string Text(string field) => TextOrNull(field) ?? "";

    public string? TextOrNull(string field) => Raw(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } value => throw Mismatch(value, field, "string"),
    };

    public bool? Flag(string field) => Raw(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw Mismatch(value, field, "bool"),
    };

    public int? Integer(string field) => Raw(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) => number,
        { } value => throw Mismatch(value, field, "int"),
    };

    public double? Number(string field) => Raw(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value => value.GetDouble(),
        { } value => throw Mismatch(value, field, "float64"),
    };

    public JsonElement[] Items(string field, string goType) => Raw(field) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } value => [.. value.EnumerateArray()],
        { } value => throw Mismatch(value, field, goType),
    };

    public JsonElement? Map(string field, string goType = "map[string]interface {}") => Raw(field) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => value,
        { } value => throw Mismatch(value, field, goType),
    };

    public GoObject Nested(JsonElement value, string field, string goType, string goField) =>
        value.ValueKind is JsonValueKind.Object ? new GoObject(value, goField) : throw Mismatch(value, field, goType);

    private Refusal Mismatch(JsonElement value, string field, string goType) => new(
        StatusCodes.Status400BadRequest,
        $"json: cannot unmarshal {KindName(value)} into Go struct field {typeName}.{field} of type {goType}") { BeforeHandler = true };

    private static string KindName(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.GetRawText() is var text && text.AsSpan().IndexOfAny(".eE") >= 0 ? "number " + text : "number",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Array => "array",
        _ => "object",
    };
}
