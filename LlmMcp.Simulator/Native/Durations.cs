using LlmMcp.Simulator.Generation;
using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.Native;

/// <summary>The figures of a last chunk, in nanoseconds and tokens; zero is left out.</summary>
internal sealed record Durations(long? Total, long? Load, int? PromptTokens, long? Prompt, int? AnswerTokens, long? Answer)
{
    public static Durations Of(AnswerTimings timings) => new(
        OrNull(timings.Total), OrNull(timings.Load),
        timings.PromptTokens == 0 ? null : timings.PromptTokens, OrNull(timings.PromptEvaluation),
        timings.AnswerTokens == 0 ? null : timings.AnswerTokens, OrNull(timings.Evaluation));

    // A span that rounds to nothing is still measured time; the real server never reports such a small one.
    private static long OrNull(TimeSpan span) => Math.Max(100, GoTime.Nanoseconds(span));
}
