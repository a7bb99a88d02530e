using System.Text.Json;

namespace LlmMcp.Core.Costs;

/// <summary>Who answered with how many tokens, as a worker's metrics or its result say.</summary>
internal readonly record struct TokenUsage(string Provider, string Model, int TokensIn, int TokensOut)
{
    private const int LongestName = 300;

    /// <summary>Reads metrics, else the result: workers of the deployed system tell the tokens of a local answer only there.</summary>
    public static bool TryRead(ReadOnlySpan<byte> metrics, ReadOnlySpan<byte> result, out TokenUsage usage) =>
        TryRead(metrics, out usage) || TryRead(result, out usage);

    /// <summary>
    /// Reads metrics or a result. False, and quickly so, for those without tokens: tens of thousands of cheap jobs end in a second.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out TokenUsage usage)
    {
        usage = default;
        if (json.IndexOf("\"tokens_"u8) < 0)
        {
            return false;
        }

        try
        {
            usage = Read(json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What a worker measures is its own affair; broken metrics cost nothing rather than the whole batch.
            return false;
        }

        return usage is { Model.Length: > 0, Provider.Length: > 0 } and ({ TokensIn: > 0 } or { TokensOut: > 0 });
    }

    private static TokenUsage Read(ReadOnlySpan<byte> json)
    {
        var (provider, model, tokensIn, tokensOut) = ("", "", 0, 0);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "provider":
                    provider = Text(ref reader);
                    break;
                case "model":
                    model = Text(ref reader);
                    break;
                case "tokens_in":
                    tokensIn = Count(ref reader);
                    break;
                case "tokens_out":
                    tokensOut = Count(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new TokenUsage(provider, model, tokensIn, tokensOut);
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
        reader.Skip();
        return text.Length <= LongestName && !text.Contains('\0', StringComparison.Ordinal) ? text : "";
    }

    private static int Count(ref Utf8JsonReader reader)
    {
        var count = reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) ? number : 0;
        reader.Skip();
        return (int)Math.Clamp(count, 0, int.MaxValue);
    }
}
