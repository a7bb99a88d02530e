using System.Collections.Frozen;

namespace LlmMcp.Core.Benchmarks;

/// <summary>What the plan looks at beside the fleet. Times are the database's.</summary>
/// <param name="Now">Now.</param>
/// <param name="StartedLastHour">Benchmarks nobody asked for that were started in the last hour.</param>
/// <param name="Measured">When a pair was last measured, by a benchmark or by a real answer.</param>
/// <param name="Failures">Automatic runs of a pair that failed in a row.</param>
/// <param name="BusyDevices">Devices with a benchmark under way, and those that could run a job that waits.</param>
internal sealed record BenchmarkFacts(
    DateTimeOffset Now, int StartedLastHour, IReadOnlyDictionary<ModelOnDevice, DateTimeOffset> Measured,
    IReadOnlyDictionary<ModelOnDevice, BenchmarkFailures> Failures, FrozenSet<string> BusyDevices);

/// <summary>A pair that is measured.</summary>
internal readonly record struct ModelOnDevice(string DeviceId, string Model);

/// <summary>Failures in a row.</summary>
/// <param name="Count">At least 1.</param>
/// <param name="LastAt">When the last one ended.</param>
internal readonly record struct BenchmarkFailures(int Count, DateTimeOffset LastAt);
