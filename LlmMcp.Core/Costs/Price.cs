namespace LlmMcp.Core.Costs;

/// <summary>USD per million tokens.</summary>
internal readonly record struct Price(decimal In, decimal Out);
