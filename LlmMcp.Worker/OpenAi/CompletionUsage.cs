using System.Text.Json.Nodes;
using LlmMcp.Contracts;
using LlmMcp.Worker.Results;
using LlmMcp.Worker.Upstream;

namespace LlmMcp.Worker.OpenAi;

/// <summary>Reads what a completion's <c>usage</c> says beyond the plain counts.</summary>
internal static class CompletionUsage
{
    /// <summary>The billed parts. What was charged is told by OpenRouter alone; other servers' <c>cost</c> means whatever it means.</summary>
    public static BilledUsage Read(JsonObject completion, string provider)
    {
        var usage = completion["usage"] as JsonObject;
        return new BilledUsage(
            AnswerJson.Number(Inner(usage, "prompt_tokens_details", "cached_tokens")),
            AnswerJson.Number(Inner(usage, "completion_tokens_details", "reasoning_tokens")),
            provider == Providers.OpenRouter ? Charged(usage) : null);
    }

    // With a key of the owner's own the cost is OpenRouter's fee alone; the provider behind it charges as well.
    private static decimal? Charged(JsonObject? usage) =>
        Amount(usage?["cost"]) is { } cost
            ? cost + (usage!["is_byok"] is JsonValue own && own.TryGetValue<bool>(out var byok) && byok ? Amount(Inner(usage, "cost_details", "upstream_inference_cost")) ?? 0 : 0)
            : null;

    private static JsonNode? Inner(JsonObject? usage, string part, string key) => (usage?[part] as JsonObject)?[key];

    private static decimal? Amount(JsonNode? node) => node is JsonValue value && value.TryGetValue<decimal>(out var amount) && amount >= 0 ? amount : null;
}
