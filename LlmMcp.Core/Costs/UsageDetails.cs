using System.Text.Json;

namespace LlmMcp.Core.Costs;

/// <summary>What a provider says of an answer beyond the plain counts of tokens.</summary>
/// <param name="CachedIn">Tokens of the prompt it had in its cache.</param>
/// <param name="ReasoningOut">Tokens of the answer that were thought.</param>
/// <param name="Charged">USD it says it charged; null when it does not say.</param>
internal readonly record struct UsageDetails(int CachedIn, int ReasoningOut, decimal? Charged)
{
    /// <summary>The provider said nothing.</summary>
    public bool IsEmpty => this == default;

    /// <summary>These, or <paramref name="other"/> when these are empty.</summary>
    public UsageDetails Or(UsageDetails other) => IsEmpty ? other : this;

    /// <summary>Reads <c>usage</c> of a provider's own document; the reader stands on the document and ends behind it.</summary>
    public static UsageDetails OfDocument(ref Utf8JsonReader reader)
    {
        var details = default(UsageDetails);
        var isObject = IsObject(ref reader);
        while (isObject && NextKey(ref reader, out var key))
        {
            if (key == "usage")
            {
                details = OfUsage(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return details;
    }

    /// <summary>A count as the tables hold it; 0 for what is none. The reader ends behind the value.</summary>
    public static int Count(ref Utf8JsonReader reader)
    {
        var count = reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) ? number : 0;
        reader.Skip();
        return (int)Math.Clamp(count, 0, int.MaxValue);
    }

    /// <summary>An amount of USD; null for what is none. The reader ends behind the value.</summary>
    public static decimal? Money(ref Utf8JsonReader reader)
    {
        decimal? amount = reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var number) && number >= 0 ? number : null;
        reader.Skip();
        return amount;
    }

    private static UsageDetails OfUsage(ref Utf8JsonReader reader)
    {
        var (cached, reasoning, cost, upstream, ownKey) = (0, 0, (decimal?)null, (decimal?)null, false);
        var isObject = IsObject(ref reader);
        while (isObject && NextKey(ref reader, out var key))
        {
            switch (key)
            {
                case "prompt_tokens_details":
                    cached = (int)(Inner(ref reader, "cached_tokens") ?? 0);
                    break;
                case "completion_tokens_details":
                    reasoning = (int)(Inner(ref reader, "reasoning_tokens") ?? 0);
                    break;
                case "cost":
                    cost = Money(ref reader);
                    break;
                case "cost_details":
                    upstream = Inner(ref reader, "upstream_inference_cost");
                    break;
                default:
                    ownKey |= key == "is_byok" && reader.TokenType == JsonTokenType.True;
                    reader.Skip();
                    break;
            }
        }

        // With a key of the owner's own the cost is OpenRouter's fee alone; the provider behind it charges as well.
        return new UsageDetails(cached, reasoning, ownKey && cost is not null ? cost + (upstream ?? 0) : cost);
    }

    private static decimal? Inner(ref Utf8JsonReader reader, string wanted)
    {
        decimal? found = null;
        var isObject = IsObject(ref reader);
        while (isObject && NextKey(ref reader, out var key))
        {
            if (key == wanted)
            {
                found = Money(ref reader) is { } number ? Math.Min(number, int.MaxValue) : null;
            }
            else
            {
                reader.Skip();
            }
        }

        return found;
    }

    // From an object or one of its values to the next value. False at the end of the object.
    private static bool NextKey(ref Utf8JsonReader reader, out string key)
    {
        key = "";
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            return false;
        }

        key = reader.GetString()!;
        return reader.Read();
    }

    // True on an object; anything else is stepped over.
    private static bool IsObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        reader.Skip();
        return false;
    }
}
