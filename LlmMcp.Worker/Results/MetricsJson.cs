using System.Text.Json;

namespace LlmMcp.Worker.Results;

/// <summary>Writes the metrics documents: times in milliseconds, speeds in tokens per second, absent where unknown.</summary>
internal static class MetricsJson
{
    public static ReadOnlyMemory<byte> OfAnswer(
        string provider, string model, long tokensIn, long tokensOut, TimeSpan elapsed, TimeSpan? firstToken, ServerTimings server, BilledUsage billed) => ResultJson.Write(json =>
    {
        WriteMilliseconds(json, "ms", elapsed);
        json.WriteString("model", model);
        json.WriteString("provider", provider);
        json.WriteNumber("tokens_in", tokensIn);
        json.WriteNumber("tokens_out", tokensOut);
        WriteBilled(json, billed);
        WriteMilliseconds(json, "ttft_ms", firstToken);
        WriteMilliseconds(json, "load_ms", server.Load);
        WriteMilliseconds(json, "prompt_eval_ms", server.PromptEval);
        WriteMilliseconds(json, "eval_ms", server.Eval);
        if (Speed(tokensOut, server.Eval ?? (firstToken is { } first ? elapsed - first : null)) is { } speed)
        {
            json.WriteNumber("tps", Math.Round(speed, 3));
        }
    });

    /// <summary>Tokens per second; null when there is nothing to divide.</summary>
    public static double? Speed(long tokens, TimeSpan? during) =>
        tokens > 0 && during is { } time && time > TimeSpan.Zero ? tokens / time.TotalSeconds : null;

    public static ReadOnlyMemory<byte> OfFailure(TimeSpan elapsed, TimeSpan? firstToken) => ResultJson.Write(json =>
    {
        WriteMilliseconds(json, "ms", elapsed);
        WriteMilliseconds(json, "ttft_ms", firstToken);
    });

    private static void WriteBilled(Utf8JsonWriter json, BilledUsage billed)
    {
        if (billed.CachedTokens is { } cached)
        {
            json.WriteNumber("cached_tokens", cached);
        }

        if (billed.ReasoningTokens is { } reasoning)
        {
            json.WriteNumber("reasoning_tokens", reasoning);
        }

        if (billed.Cost is { } cost)
        {
            json.WriteNumber("provider_cost", cost);
        }
    }

    /// <summary>Whole milliseconds are enough for a person; the first decimal keeps fast embeddings from being zero.</summary>
    internal static void WriteMilliseconds(Utf8JsonWriter json, string name, TimeSpan? value)
    {
        if (value is { } time)
        {
            json.WriteNumber(name, Math.Round(time.TotalMilliseconds, 1));
        }
    }
}
