using LlmMcp.Contracts;

namespace LlmMcp.Core.Fleet.Speeds;

/// <summary>How fast a model was on a device lately: moving averages over real jobs and benchmarks.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Model">Canonical name of the model.</param>
/// <param name="TaskType"><c>generate</c> or <c>embed</c>.</param>
/// <param name="TokensPerSecond">Generation speed without load and prompt; null when not measured.</param>
/// <param name="LatencyMs">Whole answer in milliseconds.</param>
/// <param name="FirstTokenMs">Time to the first token in milliseconds.</param>
/// <param name="LoadMs">Load of the cold model in milliseconds.</param>
/// <param name="Samples">Measurements so far.</param>
internal sealed record ModelSpeed(
    string DeviceId, string Model, string TaskType, double? TokensPerSecond, double? LatencyMs, double? FirstTokenMs, double? LoadMs, long Samples)
{
    public const string Generate = "generate";
    public const string Embed = "embed";

    /// <summary>The task type of a kind that calls a model.</summary>
    public static string TaskOf(string kind) => JobKinds.IsEmbedding(kind) ? Embed : Generate;
}
