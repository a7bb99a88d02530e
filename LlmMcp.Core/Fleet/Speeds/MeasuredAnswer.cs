using System.Text.Json;

namespace LlmMcp.Core.Fleet.Speeds;

/// <summary>How long an answer took, as its worker's metrics say, or its result where the metrics are silent.</summary>
internal sealed record MeasuredAnswer
{
    /// <summary>A load that took less was none: a model in memory answers with a few milliseconds of "load" too.</summary>
    public const double ShortestLoadMs = 200;

    // Fewer tokens say more about the network than about the model.
    private const long FewestTokens = 8;
    private const double MostTokensPerSecond = 1_000_000;
    private const double LongestMs = 7 * 24 * 3600 * 1000.0;

    /// <summary>The model as the server names it; empty when nobody says.</summary>
    public required string Model { get; init; }

    /// <summary>True when the metrics alone name the model: the worker measures every answer, benchmarks included.</summary>
    public required bool IsFromMetrics { get; init; }

    /// <summary>The whole attempt in milliseconds, load included.</summary>
    public required double Ms { get; init; }

    /// <summary>Time to the first token in milliseconds; null when not measured.</summary>
    public double? FirstTokenMs { get; init; }

    /// <summary>Load of the cold model in milliseconds; null when it was in memory or nobody says.</summary>
    public double? LoadMs { get; init; }

    /// <summary>Tokens of the prompt.</summary>
    public long TokensIn { get; init; }

    /// <summary>Tokens of the answer.</summary>
    public long TokensOut { get; init; }

    /// <summary>False for a call that asked for nothing, such as one that loads a model: it says nothing of the speed of answers.</summary>
    public bool HasTokens => TokensIn > 0 || TokensOut > 0;

    /// <summary>Generation speed; null when not measured or when the answer is too short to tell.</summary>
    public double? TokensPerSecond { get; init; }

    /// <summary>The answer without the load, in milliseconds, at least 0.1: what the next caller will wait for.</summary>
    public double WarmMs => Math.Max(0.1, Ms - (LoadMs ?? 0));

    /// <summary>The times in words, UTF-8 JSON: what a benchmark keeps beside its figures.</summary>
    public byte[] ToMeta() => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, double?> { ["ms"] = Ms, ["ttft_ms"] = FirstTokenMs, ["load_ms"] = LoadMs });

    /// <summary>Null when the documents tell no time.</summary>
    public static MeasuredAnswer? Read(ReadOnlySpan<byte> metrics, ReadOnlySpan<byte> result)
    {
        var told = new Measurements();
        told.Read(metrics);
        var measures = told.Model is { Length: > 0 };
        if (!measures)
        {
            // A worker of the deployed system tells its milliseconds only; the node's own durations are in the result.
            told.Read(result);
        }

        return told.Ms is >= 0 and <= LongestMs ? Of(told, measures) : null;
    }

    private static MeasuredAnswer Of(Measurements told, bool measures)
    {
        var ms = told.Ms!.Value;
        var load = told.LoadMs is { } loaded && loaded >= ShortestLoadMs && loaded <= ms ? told.LoadMs : null;
        var tokens = Count(told.TokensOut);
        return new MeasuredAnswer
        {
            Model = told.Model ?? "",
            IsFromMetrics = measures,
            Ms = ms,
            FirstTokenMs = told.FirstTokenMs is { } first && first >= 0 && first <= ms ? Math.Max(0.1, first) : null,
            LoadMs = load,
            TokensIn = Count(told.TokensIn),
            TokensOut = tokens,
            TokensPerSecond = tokens < FewestTokens ? null : Speed(told, tokens, ms - (load ?? 0)),
        };
    }

    private static double? Speed(Measurements told, long tokens, double warmMs)
    {
        var speed = told.TokensPerSecond is > 0 and var given ? given
            : told.EvalMs is > 0 and var eval ? tokens * 1000 / eval
            : warmMs > 0 ? tokens * 1000 / warmMs
            : 0;
        return speed is > 0 and <= MostTokensPerSecond ? speed : null;
    }

    private static long Count(double? count) => count is >= 0 and <= int.MaxValue and var known ? (long)known : 0;
}
