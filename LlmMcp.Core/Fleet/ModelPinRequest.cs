using System.Text.Json;
using LlmMcp.Core.Api;

namespace LlmMcp.Core.Fleet;

/// <summary>
/// What an operator knows better than a probe. An absent key leaves things as they are; null takes the operator's word back, and
/// the next probe has the say again.
/// </summary>
internal sealed record ModelPinRequest(JsonElement PinTier, JsonElement Thinking, JsonElement Context, string? Status)
{
    private const int LongestContext = 100_000_000;

    private static readonly string[] Tiers =
        [ModelTier.Tiny, ModelTier.Small, ModelTier.Medium, ModelTier.Large, ModelTier.ExtraLarge, ModelTier.CloudEconomy, ModelTier.CloudPremium];

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public ApiError? Refusal() => this switch
    {
        _ when !IsNothing(PinTier) && !(PinTier.ValueKind == JsonValueKind.String && Tiers.Contains(PinTier.GetString())) =>
            ApiError.BadField("pin_tier", $"pin_tier must be one of {string.Join(", ", Tiers)}, or null."),
        _ when !IsNothing(Thinking) && Thinking.ValueKind is not (JsonValueKind.True or JsonValueKind.False) =>
            ApiError.BadField("thinking", "thinking must be true, false or null."),
        _ when !IsNothing(Context) && !(Context.ValueKind == JsonValueKind.Number && Context.TryGetInt32(out var tokens) && tokens is > 0 and <= LongestContext) =>
            ApiError.BadField("context", "context must be a number of tokens, or null."),
        _ when Status is not (null or "active" or "disabled") =>
            ApiError.BadField("status", "status must be active or disabled."),
        _ => null,
    };

    private static bool IsNothing(JsonElement value) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
}
