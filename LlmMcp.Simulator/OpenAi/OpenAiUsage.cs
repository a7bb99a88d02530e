using LlmMcp.Simulator.Generation;

namespace LlmMcp.Simulator.OpenAi;

internal sealed record OpenAiUsage(int PromptTokens, int CompletionTokens, int TotalTokens)
{
    public static OpenAiUsage Of(AnswerTimings timings) =>
        new(timings.PromptTokens, timings.AnswerTokens, timings.PromptTokens + timings.AnswerTokens);
}
