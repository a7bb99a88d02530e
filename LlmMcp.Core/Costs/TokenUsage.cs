using System.Text.Json;
using LlmMcp.Contracts;

namespace LlmMcp.Core.Costs;

/// <summary>Who answered with how many tokens, as a worker's metrics or its result say.</summary>
internal readonly record struct TokenUsage(string Provider, string Model, int TokensIn, int TokensOut)
{
    private const int LongestName = 300;

    /// <summary>What the provider prices apart, and what it says it charged.</summary>
    public UsageDetails Details { get; init; }

    /// <summary>Time of the whole attempt in milliseconds; null when the metrics do not say.</summary>
    public int? DurationMs { get; init; }

    /// <summary>The counts a price applies to.</summary>
    public TokenCounts Tokens => new(TokensIn, TokensOut, Details.CachedIn, Details.ReasoningOut);

    /// <summary>
    /// Reads metrics, else the result: workers of the deployed system tell the tokens of a local answer only there, and what a
    /// cloud says beyond the plain counts only in the provider's own document, <c>data.usage</c>.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> metrics, ReadOnlySpan<byte> result, out TokenUsage usage)
    {
        if (TryRead(metrics, out usage))
        {
            if (Providers.IsCloud(usage.Provider) && usage.Details.IsEmpty && TryReadFields(result, out var document))
            {
                usage = usage with { Details = document.Details };
            }

            return true;
        }

        var told = TryReadFields(metrics, out var measured);
        if (!TryRead(result, out usage))
        {
            return false;
        }

        usage = usage with { DurationMs = told ? measured.DurationMs : null };
        return true;
    }

    /// <summary>
    /// Reads metrics or a result. False, and quickly so, for those without tokens: tens of thousands of cheap jobs end in a second.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out TokenUsage usage)
    {
        usage = default;
        return json.IndexOf("\"tokens_"u8) >= 0
            && TryReadFields(json, out usage)
            && usage is { Model.Length: > 0, Provider.Length: > 0 } and ({ TokensIn: > 0 } or { TokensOut: > 0 });
    }

    private static bool TryReadFields(ReadOnlySpan<byte> json, out TokenUsage usage)
    {
        try
        {
            usage = json.IsEmpty ? default : Read(json);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What a worker measures is its own affair; broken metrics cost nothing rather than the whole batch.
            usage = default;
            return false;
        }
    }

    private static TokenUsage Read(ReadOnlySpan<byte> json)
    {
        var usage = new TokenUsage("", "", 0, 0);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            usage = name switch
            {
                "provider" => usage with { Provider = Text(ref reader) },
                "model" => usage with { Model = Text(ref reader) },
                "tokens_in" => usage with { TokensIn = UsageDetails.Count(ref reader) },
                "tokens_out" => usage with { TokensOut = UsageDetails.Count(ref reader) },
                "ms" => usage with { DurationMs = UsageDetails.Count(ref reader) },
                "cached_tokens" => usage with { Details = usage.Details with { CachedIn = UsageDetails.Count(ref reader) } },
                "reasoning_tokens" => usage with { Details = usage.Details with { ReasoningOut = UsageDetails.Count(ref reader) } },
                "provider_cost" => usage with { Details = usage.Details with { Charged = UsageDetails.Money(ref reader) } },
                "data" => usage with { Details = usage.Details.Or(UsageDetails.OfDocument(ref reader)) },
                _ => Skip(ref reader, usage),
            };
        }

        return usage;
    }

    private static TokenUsage Skip(ref Utf8JsonReader reader, TokenUsage usage)
    {
        reader.Skip();
        return usage;
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        reader.Skip();
        return text.Length <= LongestName && !text.Contains('\0', StringComparison.Ordinal) ? text : "";
    }
}
