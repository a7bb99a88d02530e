using System.Text.Json;
using LlmMcp.Simulator.Catalog;
using LlmMcp.Simulator.Protocol;
using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Native;

/// <summary>Whether to think: as asked, else whenever the model can.</summary>
internal static class ThinkSetting
{
    public static bool Read(JsonElement? think, StoredModel model, string nameAsGiven)
    {
        var wanted = think switch
        {
            null => (bool?)null,
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            { ValueKind: JsonValueKind.String } level when level.GetString() is "low" or "medium" or "high" or "max" => true,
            { ValueKind: JsonValueKind.String } level =>
                throw Refusal.BadRequest($"invalid think value: \"{level.GetString()}\" (must be \"high\", \"medium\", \"low\", \"max\", true, or false)"),
            _ => throw Refusal.BadRequest("think must be a boolean or string (\"high\", \"medium\", \"low\", \"max\", true, or false)"),
        };
        return wanted is true && !model.Can(ModelCapabilities.Thinking)
            ? throw Refusal.BadRequest($"\"{nameAsGiven}\" does not support thinking")
            : wanted ?? model.Can(ModelCapabilities.Thinking);
    }
}
