using System.Globalization;

namespace LlmMcp.Core.Costs;

/// <summary>What tokens cost, and how it is written.</summary>
internal static class CostCalculator
{
    // llm_costs holds eight digits before the point. No answer costs as much; a price typed wrong could.
    private const decimal Most = 99_999_999m;

    /// <summary>USD, exact to the last digit of the price.</summary>
    public static decimal Cost(Price price, long tokensIn, long tokensOut) => Cost(price, new TokenCounts(tokensIn, tokensOut));

    /// <summary>USD, exact to the last digit of the price; cached and reasoning tokens at prices of their own where there are any.</summary>
    public static decimal Cost(Price price, TokenCounts tokens)
    {
        // Both are parts of the whole; a count beyond it is a mistake of whoever counted.
        var cached = Math.Clamp(tokens.CachedIn, 0, tokens.In);
        var reasoning = Math.Clamp(tokens.ReasoningOut, 0, tokens.Out);
        var perMillion = ((tokens.In - cached) * price.In) + (cached * (price.CachedIn ?? price.In))
            + ((tokens.Out - reasoning) * price.Out) + (reasoning * (price.ReasoningOut ?? price.Out));
        return Bound((perMillion / 1_000_000m) + price.PerRequest);
    }

    /// <summary>A cost as the table can hold it.</summary>
    public static decimal Bound(decimal cost) => Math.Clamp(cost, 0, Most);

    /// <summary>The text of <c>result.cost</c>: five decimals, ties to even, <c>0.00000$</c>.</summary>
    public static string Text(decimal cost) => Math.Round(cost, 5, MidpointRounding.ToEven).ToString("0.00000", CultureInfo.InvariantCulture) + "$";
}

/// <summary>Tokens of one answer.</summary>
/// <param name="In">Of the prompt.</param>
/// <param name="Out">Of the answer.</param>
/// <param name="CachedIn">Those of <paramref name="In"/> the provider had in its cache.</param>
/// <param name="ReasoningOut">Those of <paramref name="Out"/> that were thought.</param>
internal readonly record struct TokenCounts(long In, long Out, long CachedIn = 0, long ReasoningOut = 0);
