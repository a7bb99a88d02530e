namespace LlmMcp.Bench.Measuring;

/// <summary>What one repetition of a scenario found.</summary>
/// <param name="Measurements">One per figure, always in the same order.</param>
/// <param name="Remarks">What helps to read them: where the time went, what was checked.</param>
internal sealed record ScenarioResult(IReadOnlyList<Measurement> Measurements, IReadOnlyList<string> Remarks);

/// <summary>One value of one figure.</summary>
/// <param name="Figure">Which.</param>
/// <param name="Value">In the figure's unit.</param>
/// <param name="Limit">What the database alone reached in the same run, in the same unit; null where there is no such thing.</param>
internal sealed record Measurement(Figure Figure, double Value, double? Limit = null);
