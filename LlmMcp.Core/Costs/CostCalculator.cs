using System.Globalization;

namespace LlmMcp.Core.Costs;

/// <summary>What tokens cost, and how it is written.</summary>
internal static class CostCalculator
{
    // llm_costs holds eight digits before the point. No answer costs as much; a price typed wrong could.
    private const decimal Most = 99_999_999m;

    /// <summary>USD, exact to the last digit of the price.</summary>
    public static decimal Cost(Price price, long tokensIn, long tokensOut) =>
        Math.Min(Most, ((tokensIn * price.In) + (tokensOut * price.Out)) / 1_000_000m);

    /// <summary>The text of <c>result.cost</c>: five decimals, ties to even, <c>0.00000$</c>.</summary>
    public static string Text(decimal cost) => Math.Round(cost, 5, MidpointRounding.ToEven).ToString("0.00000", CultureInfo.InvariantCulture) + "$";
}
