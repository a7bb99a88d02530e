using LlmMcp.Core.Routing;

namespace LlmMcp.Core.Tests.Routing;

public sealed class QualityTests
{
    [Theory]
    [InlineData("turbo", "tiny", "tiny,small", "cloud_economy")]
    [InlineData("economy", "small,tiny", "small,medium", "cloud_economy")]
    [InlineData("standard", "medium,small", "medium,large", "cloud_economy")]
    [InlineData("premium", "large,medium", "large,xl", "cloud_economy,cloud_premium")]
    [InlineData("ultra", "xl,large", "xl", "cloud_premium,cloud_economy")]
    [InlineData("max", "", "", "cloud_premium,cloud_economy")]
    public void A_level_means_these_tiers(string quality, string upTo4000, string upTo32000, string cloud)
    {
        Assert.All([1, 256, 4000], tokens => Assert.Equal(upTo4000, Tiers(quality, tokens)));
        Assert.All([4001, 32000], tokens => Assert.Equal(upTo32000, Tiers(quality, tokens)));
        Assert.All([32001, 1_000_000], tokens => Assert.Equal("", Tiers(quality, tokens)));
        Assert.Equal(cloud, string.Join(',', Qualities.CloudTiers(quality)));
    }

    [Theory]
    [InlineData("turbo", "tiny,small,medium,large,xl")]
    [InlineData("economy", "small,medium,large,xl,tiny")]
    [InlineData("standard", "medium,large,xl,small,tiny")]
    [InlineData("premium", "large,xl,medium,small,tiny")]
    [InlineData("ultra", "xl,large,medium,small,tiny")]
    [InlineData("max", "xl,large,medium,small,tiny")]
    public void Where_the_cloud_is_meant_but_forbidden_any_tier_does_the_own_one_first(string quality, string tiers) =>
        Assert.Equal(tiers, string.Join(',', Qualities.AllTiers(quality)));

    [Theory]
    [InlineData("turbo", 15)]
    [InlineData("economy", 30)]
    [InlineData("standard", 60)]
    [InlineData("premium", 90)]
    [InlineData("ultra", 120)]
    [InlineData("max", 180)]
    public void A_level_sets_the_time_of_an_attempt(string quality, int seconds) => Assert.Equal(seconds, Qualities.TimeoutSeconds(quality));

    [Theory]
    [InlineData("fast", "economy")]
    [InlineData("balanced", "standard")]
    [InlineData("quality", "premium")]
    [InlineData(" ULTRA ", "ultra")]
    [InlineData("best", null)]
    public void Older_words_mean_a_level(string word, string? quality) => Assert.Equal(quality, Qualities.Find(word));

    [Theory]
    [InlineData(16_003, 4_000, 0)]
    [InlineData(16_004, 4_001, 1)]
    [InlineData(128_003, 32_000, 1)]
    [InlineData(128_004, 32_001, 2)]
    public void The_estimate_counts_bytes_of_utf8_and_rounds_down(int bytes, int tokens, int bucket)
    {
        // Cyrillic takes two bytes a letter; an odd byte is made up by a Latin one.
        var prompt = new string('ж', bytes / 2) + (bytes % 2 == 1 ? "x" : "");

        var (shape, _) = RequestShape.Read(new LlmRequest { Prompt = prompt, Quality = "standard" });

        Assert.Equal((tokens, bucket), (shape!.EstimatedTokens, Qualities.BucketOf(shape.EstimatedTokens)));
    }

    [Fact]
    public void The_estimate_counts_prompt_and_messages_and_is_at_least_256()
    {
        var request = Requests.Parse($$$"""{"prompt":"{{{new string('a', 2000)}}}","messages":[{"role":"user","content":"{{{new string('b', 2000)}}}"},{"role":"user","content":[{"type":"text","text":"cccc"},{"type":"image_url","image_url":{"url":"long"}}]},{"role":"assistant","content":null}]}""");

        Assert.Equal(1001, RequestShape.Read(request).Shape!.EstimatedTokens);
        Assert.Equal(256, RequestShape.Read(new LlmRequest { Prompt = "hi" }).Shape!.EstimatedTokens);
    }

    private static string Tiers(string quality, int tokens) => string.Join(',', Qualities.LocalTiers(quality, Qualities.BucketOf(tokens)));
}
