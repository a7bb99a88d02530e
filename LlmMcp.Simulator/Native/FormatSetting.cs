using System.Text.Json;
using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.Native;

/// <summary><c>format</c>: "json", a schema, or nothing.</summary>
internal static class FormatSetting
{
    public static JsonElement? Read(JsonElement? format) => format switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } => format,
        { ValueKind: JsonValueKind.String } name when name.GetString() is "json" => format,
        { ValueKind: JsonValueKind.String } name when name.GetString() is "" => null,
        { } other => throw Refusal.Failed($"invalid format: {JsonSerializer.Serialize(other.GetRawText(), WireFormat.Json)}; expected \"json\" or a valid JSON Schema object"),
    };
}
