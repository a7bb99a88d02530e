using System.Text.Json;

namespace LlmMcp.Core.Fleet.Limits;

/// <summary>
/// Reads one entry, such as <c>{"ram_gb":8,"deny_models":["qwen3-vl"]}</c>. What cannot be understood is left out and told, the
/// rest counts: one slip must not lift the limits of a weak machine. JSON null, an empty list and an absent field are alike.
/// </summary>
internal static class LimitSpec
{
    private const int MostModels = 1000;
    private const int LongestName = 300;
    private const int LeastContext = 128;
    private const decimal Most = 1_000_000;

    private const string Numbers = "a number above 0";

    /// <summary>Reads an entry.</summary>
    /// <param name="spec">The JSON.</param>
    /// <param name="mistake">Called with the field and what is wrong with it.</param>
    public static DeviceLimits Read(JsonElement spec, Action<string, string> mistake)
    {
        var limits = DeviceLimits.None;
        if (spec.ValueKind != JsonValueKind.Object)
        {
            mistake("", "must be an object such as {\"ram_gb\":8}");
            return limits;
        }

        foreach (var field in spec.EnumerateObject().Where(static field => field.Value.ValueKind != JsonValueKind.Null))
        {
            limits = Read(limits, field, mistake);
        }

        return limits;
    }

    private static DeviceLimits Read(DeviceLimits limits, JsonProperty field, Action<string, string> mistake)
    {
        var value = field.Value;
        switch (field.Name)
        {
            // Zero memory is how the deployed system's files say "none".
            case LimitField.RamGb:
                return limits with { RamGb = IsZero(value) ? null : Number(0.01m) };
            case LimitField.VramGb:
                return limits with { VramGb = IsZero(value) ? null : Number(0.01m) };
            case LimitField.MaxParamsB:
                return limits with { MaxParamsB = Number(0.001m) };
            case LimitField.MaxSizeGb:
                return limits with { MaxSizeGb = Number(0.001m) };
            // The deployed system's name; its values were tokens all the same.
            case LimitField.MaxContext or "max_context_k":
                return limits with { MaxContext = Whole(LeastContext, int.MaxValue, $"tokens, from {LeastContext} (8192, not 8)") };
            case LimitField.MaxConcurrency:
                return limits with { MaxConcurrency = Whole(1, 256, "a whole number from 1 to 256") };
            case LimitField.AllowModels:
                return limits with { AllowModels = Names() };
            case LimitField.DenyModels:
                return limits with { DenyModels = Names() };
            default:
                mistake(field.Name, $"is unknown; the fields are {string.Join(", ", LimitField.All.Select(static known => known.Name))}");
                return limits;
        }

        decimal? Number(decimal least)
        {
            if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number >= least && number <= Most)
            {
                return number;
            }

            mistake(field.Name, $"must be {Numbers}");
            return null;
        }

        int? Whole(int least, int most, string expected)
        {
            // 8192.0 and 1e4 are whole numbers too.
            if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number == decimal.Truncate(number) && number >= least && number <= most)
            {
                return (int)number;
            }

            mistake(field.Name, $"must be {expected}");
            return null;
        }

        IReadOnlyList<string> Names()
        {
            if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MostModels || !value.EnumerateArray().All(IsName))
            {
                mistake(field.Name, $"must be an array of model names, {MostModels} at most");
                return [];
            }

            return [.. value.EnumerateArray().Select(static name => name.GetString()!.Trim()).Distinct(StringComparer.Ordinal)];
        }
    }

    private static bool IsZero(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number == 0;

    private static bool IsName(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { } name && !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName && !name.Any(char.IsControl);
}
