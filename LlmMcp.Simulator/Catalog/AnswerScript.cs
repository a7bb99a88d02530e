namespace LlmMcp.Simulator.Catalog;

/// <summary>A fixed answer, for tests that must know each word in advance.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Thinking">What a thinking model thinks first; null for nothing.</param>
/// <param name="Endless">Repeats <paramref name="Text"/> until <c>num_predict</c> (at most ten contexts) is used up.</param>
public sealed record AnswerScript(string Text, string? Thinking = null, bool Endless = false);
