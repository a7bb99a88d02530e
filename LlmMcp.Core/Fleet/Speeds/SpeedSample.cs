namespace LlmMcp.Core.Fleet.Speeds;

/// <summary>What one batch of answers says about a model on a device: means over the answers that tell.</summary>
/// <param name="Key">Device, canonical model and task type.</param>
/// <param name="Provider">The device's provider.</param>
/// <param name="TokensPerSecond">Generation speed; null when none told.</param>
/// <param name="LatencyMs">Whole answer without load.</param>
/// <param name="FirstTokenMs">Time to the first token; null when none told. Only answers without load count.</param>
/// <param name="LoadMs">Load of the cold model; null when it was in memory.</param>
/// <param name="Answers">How many answers.</param>
internal sealed record SpeedSample(
    SpeedKey Key, string Provider, double? TokensPerSecond, double LatencyMs, double? FirstTokenMs, double? LoadMs, int Answers)
{
    /// <summary>How much the newest answer weighs in the moving average.</summary>
    public const double Weight = 0.2;

    /// <summary>The weight of all answers of this sample together, as if they had come one after the other.</summary>
    public double Share => 1 - Math.Pow(1 - Weight, Answers);

    /// <summary>Answers by key, in the order of the keys.</summary>
    public static IReadOnlyList<SpeedSample> Of(IEnumerable<(SpeedKey Key, string Provider, MeasuredAnswer Answer)> answers) =>
        [.. answers
            .GroupBy(static measured => measured.Key)
            .OrderBy(static group => group.Key.DeviceId, StringComparer.Ordinal)
            .ThenBy(static group => group.Key.Model, StringComparer.Ordinal)
            .ThenBy(static group => group.Key.TaskType, StringComparer.Ordinal)
            .Select(static group => Mean(group.Key, group.First().Provider, [.. group.Select(static measured => measured.Answer)]))];

    private static SpeedSample Mean(SpeedKey key, string provider, List<MeasuredAnswer> answers) => new(
        key, provider,
        key.TaskType == ModelSpeed.Generate ? answers.Average(static answer => answer.TokensPerSecond) : null,
        answers.Average(static answer => answer.WarmMs),
        answers.Average(static answer => answer.LoadMs is null ? answer.FirstTokenMs : null),
        answers.Average(static answer => answer.LoadMs),
        answers.Count);
}

/// <summary>What is measured.</summary>
internal readonly record struct SpeedKey(string DeviceId, string Model, string TaskType);
