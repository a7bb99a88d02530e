using System.Globalization;
using LlmMcp.Core.Costs;

namespace LlmMcp.Core.Tests.Costs;

public sealed class CostCalculatorTests
{
    [Theory]
    [InlineData("0", "0", 1000, 1000, "0.00000$")]
    [InlineData("0.15", "0.60", 1000, 500, "0.00045$")]
    [InlineData("3", "15", 1_000_000, 1_000_000, "18.00000$")]
    [InlineData("0.15", "0", 33, 0, "0.00000$")]
    [InlineData("0.15", "0", 34, 0, "0.00001$")]
    [InlineData("1", "0", 5, 0, "0.00000$")]
    [InlineData("1", "0", 15, 0, "0.00002$")]
    [InlineData("1", "0", 25, 0, "0.00002$")]
    [InlineData("5", "25", 12_345, 6_789, "0.23145$")]
    [InlineData("1000000000", "0", 2_000_000_000, 0, "99999999.00000$")]
    public void A_cost_is_written_with_five_decimals_ties_to_even(string priceIn, string priceOut, long tokensIn, long tokensOut, string text) =>
        Assert.Equal(text, CostCalculator.Text(CostCalculator.Cost(new Price(Number(priceIn), Number(priceOut)), tokensIn, tokensOut)));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
