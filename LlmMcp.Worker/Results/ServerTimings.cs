namespace LlmMcp.Worker.Results;

/// <summary>What the model server itself measured; null where it does not say.</summary>
internal sealed record ServerTimings(TimeSpan? Load, TimeSpan? PromptEval, TimeSpan? Eval);
