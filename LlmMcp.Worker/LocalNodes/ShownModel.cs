using System.Text.Json;
using System.Text.Json.Nodes;

namespace LlmMcp.Worker.LocalNodes;

/// <summary>The answer of <c>/api/show</c> lists tensors, tokens and templates; Core wants to know two things.</summary>
internal static class ShownModel
{
    /// <summary>What the model can do and the longest context it was made for, under their own keys.</summary>
    public static byte[] Essence(JsonElement answer)
    {
        var essence = new JsonObject();
        if (answer.TryGetProperty("capabilities", out var capabilities))
        {
            essence["capabilities"] = JsonSerializer.SerializeToNode(capabilities);
        }

        if (answer.TryGetProperty("model_info", out var info) && info.ValueKind == JsonValueKind.Object)
        {
            essence["model_info"] = new JsonObject(info.EnumerateObject()
                .Where(static fact => fact.Name.EndsWith(".context_length", StringComparison.Ordinal))
                .Select(static fact => KeyValuePair.Create(fact.Name, JsonSerializer.SerializeToNode(fact.Value))));
        }

        return JsonSerializer.SerializeToUtf8Bytes(essence);
    }
}
