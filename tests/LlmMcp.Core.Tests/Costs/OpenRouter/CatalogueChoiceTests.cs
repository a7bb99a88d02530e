using System.Globalization;
using LlmMcp.Core.Costs;
using LlmMcp.Core.Costs.OpenRouter;

namespace LlmMcp.Core.Tests.Costs.OpenRouter;

public sealed class CatalogueChoiceTests
{
    [Theory]
    [InlineData("0", "0", null)]
    [InlineData("0.0000001", "0", "cloud_economy")]
    [InlineData("0.15", "0.60", "cloud_economy")]
    [InlineData("1.10", "4.40", "cloud_economy")]
    [InlineData("1", "8.999", "cloud_economy")]
    [InlineData("2", "8", "cloud_premium")]
    [InlineData("3", "15", "cloud_premium")]
    public void The_mean_price_makes_the_tier(string priceIn, string priceOut, string? tier) =>
        Assert.Equal(tier, CatalogueChoice.Tier(new Price(Number(priceIn), Number(priceOut))));

    [Theory]
    [InlineData(128_000, "0.99", "0.99", "128")]
    [InlineData(200_000, "2", "7.98", "40")]
    [InlineData(1_000, "0", "0", "100")]
    [InlineData(null, "0", "0", "0")]
    public void Context_for_the_money_is_the_score(int? context, string priceIn, string priceOut, string score) =>
        Assert.Equal(Number(score), CatalogueChoice.Score(Model("a", context, Number(priceIn), Number(priceOut))));

    [Fact]
    public void The_best_the_curated_and_the_known_are_chosen()
    {
        OpenRouterModel[] models =
        [
            Model("best", 1_000_000, 1, 1), Model("second", 500_000, 1, 1), Model("b-third", 100_000, 1, 1), Model("a-third", 100_000, 1, 1),
            Model("dear-in", 9_000_000, 101, 1), Model("dear-out", 9_000_000, 1, 101), Model("picture", 9_000_000, 0, 0) with { AnswersText = false },
            Model("known", 1, 500, 500), Model("z-ai/glm-4.7", 1, 99, 99), Model("last", 1, 1, 1),
        ];

        Assert.Equal(["best", "second", "a-third", "known", "z-ai/glm-4.7"], Choose(3, 100));
        Assert.Equal(["known", "z-ai/glm-4.7"], Choose(0, 100));
        Assert.Equal(["best", "second", "dear-in", "dear-out", "known", "z-ai/glm-4.7"], Choose(4, 101));

        IEnumerable<string> Choose(int topN, decimal maxPrice) =>
            CatalogueChoice.Choose(models, topN, maxPrice, new HashSet<string> { "known" }).Select(static model => model.Id);
    }

    private static OpenRouterModel Model(string id, int? context, decimal priceIn, decimal priceOut) =>
        new() { Id = id, Name = id, Kind = "chat", Context = context, Price = new Price(priceIn, priceOut) };

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
