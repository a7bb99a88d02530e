using System.Text.Json;
using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.Generation;

/// <summary>The <c>options</c> of a request that change what the simulator does. All known names are checked for their type.</summary>
internal sealed record ModelSettings(int? ContextLength, int? MaxTokens, long? Seed, double? Temperature, IReadOnlyList<string> Stops)
{
    public static ModelSettings Default { get; } = new(null, null, null, null, []);

    private static readonly string[] Integers =
        ["num_ctx", "num_batch", "num_gpu", "main_gpu", "num_thread", "num_keep", "seed", "num_predict", "top_k", "repeat_last_n"];

    private static readonly string[] Floats =
        ["temperature", "top_p", "min_p", "typical_p", "repeat_penalty", "presence_penalty", "frequency_penalty"];

    /// <summary>Model defaults first, then what the request says.</summary>
    public static ModelSettings Read(JsonElement? options, IReadOnlyList<KeyValuePair<string, string>> defaults)
    {
        var settings = FromParameters(defaults);
        if (options is not { } map)
        {
            return settings;
        }

        foreach (var option in map.EnumerateObject())
        {
            CheckType(option);
            settings = option switch
            {
                { Value.ValueKind: JsonValueKind.Null } => settings,
                { Name: "num_ctx" } => settings with { ContextLength = Whole(option.Value) },
                { Name: "num_predict" } => settings with { MaxTokens = Whole(option.Value) },
                { Name: "seed" } => settings with { Seed = (long)option.Value.GetDouble() },
                { Name: "temperature" } => settings with { Temperature = option.Value.GetDouble() },
                { Name: "stop" } => settings with { Stops = [.. option.Value.EnumerateArray().Select(stop => stop.GetString()!)] },
                _ => settings,
            };
        }

        return settings;
    }

    private static ModelSettings FromParameters(IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        var settings = Default with { Stops = [.. parameters.Where(entry => entry.Key == "stop").Select(entry => entry.Value)] };
        foreach (var (key, value) in parameters)
        {
            settings = key switch
            {
                "num_ctx" when int.TryParse(value, out var number) => settings with { ContextLength = number },
                "num_predict" when int.TryParse(value, out var number) => settings with { MaxTokens = number },
                "seed" when long.TryParse(value, out var number) => settings with { Seed = number },
                "temperature" when double.TryParse(value, out var number) => settings with { Temperature = number },
                _ => settings,
            };
        }

        return settings;
    }

    private static void CheckType(JsonProperty option)
    {
        var kind = option.Value.ValueKind;
        if (kind is JsonValueKind.Null)
        {
            return;
        }

        var wanted =
            Integers.Contains(option.Name) && kind is not JsonValueKind.Number ? "integer"
            : Floats.Contains(option.Name) && kind is not JsonValueKind.Number ? "float32"
            : option.Name == "stop" && kind is not JsonValueKind.Array ? "array"
            : null;
        if (wanted is not null)
        {
            throw Refusal.Failed($"option \"{option.Name}\" must be of type {wanted}");
        }

        if (option.Name == "stop" && option.Value.EnumerateArray().Any(stop => stop.ValueKind is not JsonValueKind.String))
        {
            throw Refusal.Failed("option \"stop\" must be of an array of strings");
        }
    }

    private static int Whole(JsonElement number) => (int)Math.Clamp(number.GetDouble(), int.MinValue, int.MaxValue);
}
