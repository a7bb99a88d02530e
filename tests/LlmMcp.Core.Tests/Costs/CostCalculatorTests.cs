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

    // 1,000 in and 1,000 out at 2 and 8 USD, each case with what is priced apart.
    [Theory]
    [InlineData(0, 0, null, null, "0", "0.0100")]
    [InlineData(400, 0, null, null, "0", "0.0100")]
    [InlineData(400, 0, "0.5", null, "0", "0.0094")]
    [InlineData(400, 0, "0", null, "0", "0.0092")]
    [InlineData(1_000, 0, "0.5", null, "0", "0.0085")]
    [InlineData(5_000, 0, "0.5", null, "0", "0.0085")]
    [InlineData(-5, -5, "0.5", "1", "0", "0.0100")]
    [InlineData(0, 600, null, null, "0", "0.0100")]
    [InlineData(0, 600, null, "3", "0", "0.0070")]
    [InlineData(0, 9_000, null, "3", "0", "0.0050")]
    [InlineData(400, 600, "0.5", "3", "0.005", "0.0114")]
    public void Cached_and_reasoning_tokens_cost_what_they_cost(
        long cached, long reasoning, string? priceCached, string? priceReasoning, string perRequest, string cost)
    {
        var price = new Price(2, 8)
        {
            CachedIn = priceCached is null ? null : Number(priceCached),
            ReasoningOut = priceReasoning is null ? null : Number(priceReasoning),
            PerRequest = Number(perRequest),
        };

        Assert.Equal(Number(cost), CostCalculator.Cost(price, new TokenCounts(1_000, 1_000, cached, reasoning)));
    }

    [Fact]
    public void The_dearest_price_and_the_largest_counts_do_not_overflow() =>
        Assert.Equal(
            99_999_999m,
            CostCalculator.Cost(new Price(100_000.000000000001m, 99_999.999999999999m) { PerRequest = 10_000 }, new TokenCounts(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
