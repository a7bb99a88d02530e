namespace LlmMcp.Core.Benchmarks;

/// <summary>The answer of <c>GET /v1/benchmarks</c>: newest first.</summary>
internal sealed record BenchmarkList(IReadOnlyList<BenchmarkView> Items);

/// <summary>One measurement. Milliseconds without the load of a cold model, which is <c>load_ms</c>; tokens per second.</summary>
internal sealed record BenchmarkView(
    string DeviceId, string ModelId, string TaskType, int TokensIn, int TokensOut, int LatencyMs, double Tps, DateTime CreatedAt,
    string Provider, bool Ok, Guid? JobId, bool Automatic, double? LoadMs);

/// <summary>The answer of <c>GET /v1/benchmarks/compare</c>.</summary>
internal sealed record BenchmarkComparison(IReadOnlyList<BenchmarkTrendView> Items);

/// <summary>A model on a device over time.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="ModelId">The model.</param>
/// <param name="TaskType"><c>generate</c> or <c>embed</c>.</param>
/// <param name="Provider">The device's provider.</param>
/// <param name="Runs">Measurements compared, at most 101.</param>
/// <param name="FirstAt">The oldest of them.</param>
/// <param name="LastAt">The latest.</param>
/// <param name="Latest">Its figures.</param>
/// <param name="Earlier">The medians of those before; null when there are none.</param>
/// <param name="TpsChangePct">Change of the speed in percent of the earlier one.</param>
/// <param name="LatencyChangePct">Change of the time in percent of the earlier one.</param>
/// <param name="Trend">One of <see cref="BenchmarkTrend"/>.</param>
internal sealed record BenchmarkTrendView(
    string DeviceId, string ModelId, string TaskType, string Provider, long Runs, DateTime FirstAt, DateTime LastAt,
    BenchmarkFigures Latest, BenchmarkFigures? Earlier, double? TpsChangePct, double? LatencyChangePct, string Trend);

/// <summary>Speed and time; null when not measured.</summary>
internal sealed record BenchmarkFigures(double? Tps, double? LatencyMs);
