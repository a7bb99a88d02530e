namespace LlmMcp.Core.Fleet;

/// <summary>The latest successful measurement of a model on a device.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Model">Canonical name of the model.</param>
/// <param name="TaskType"><c>generate</c> or <c>embed</c>.</param>
/// <param name="LatencyMs">Time of the whole answer in milliseconds; null when not measured.</param>
/// <param name="TokensPerSecond">Generation speed; null when not measured.</param>
internal sealed record BenchmarkFact(string DeviceId, string Model, string TaskType, int? LatencyMs, double? TokensPerSecond);
