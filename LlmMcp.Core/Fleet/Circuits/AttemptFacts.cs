using System.Text.Json;
using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Fleet.Circuits;

/// <summary>What the breaker reads of an ended attempt on a device.</summary>
internal readonly record struct AttemptFacts(EndedAttempt Attempt, CircuitVerdict Verdict, bool Connected)
{
    /// <summary>The attempts that ran on a device, judged.</summary>
    public static List<AttemptFacts> Of(IReadOnlyList<EndedAttempt> attempts) =>
        [.. attempts.Where(static attempt => attempt.DeviceId is not null).Select(Judge)];

    private static AttemptFacts Judge(EndedAttempt attempt)
    {
        // Only of a timeout does it matter whether an answer had begun; nothing else is worth reading the metrics for.
        var began = attempt.ErrorClass == Contracts.ErrorClass.Timeout && AnswerBegan(attempt.Metrics.Span);
        return new AttemptFacts(
            attempt,
            CircuitPolicy.Judge(attempt.Succeeded, attempt.ErrorClass, began, attempt.ColdStart),
            CircuitPolicy.Connected(attempt.Succeeded, attempt.ErrorClass, began));
    }

    private static bool AnswerBegan(ReadOnlySpan<byte> metrics)
    {
        if (metrics.Length <= 2)
        {
            return false;
        }

        var json = new Utf8JsonReader(metrics);
        while (json.Read())
        {
            if (json.CurrentDepth == 1 && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("ttft_ms"u8))
            {
                return json.Read() && json.TokenType == JsonTokenType.Number;
            }
        }

        return false;
    }
}
