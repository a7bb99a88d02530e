namespace LlmMcp.Simulator.Generation;

internal sealed record AnswerTimings(
    TimeSpan Total, TimeSpan Load, int PromptTokens, TimeSpan PromptEvaluation, int AnswerTokens, TimeSpan Evaluation, string DoneReason);
