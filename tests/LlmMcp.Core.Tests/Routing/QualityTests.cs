using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Routing;
using LlmMcp.Core.Tests.Fleet;

namespace LlmMcp.Core.Tests.Routing;

public sealed class QualityTests
{
    private static readonly FleetSnapshot Home = TestFleet.Of(
        TestFleet.Ollama("a", "t:1b", "s:3b", "m:7b", "l:13b", "x:70b", "qwen3:6b", "embed:7b").WithLoaded("m:7b"),
        TestFleet.Compat("c", "big-5b"),
        TestFleet.Cloud(Providers.OpenRouter));

    [Theory]
    [InlineData("turbo", 1, "tiny")]
    [InlineData("turbo", 4000, "tiny")]
    [InlineData("turbo", 4001, "tiny,small")]
    [InlineData("turbo", 32000, "tiny,small")]
    [InlineData("turbo", 32001, "")]
    [InlineData("economy", 4000, "small,tiny")]
    [InlineData("economy", 4001, "small,medium")]
    [InlineData("standard", 4000, "medium,small")]
    [InlineData("standard", 4001, "medium,large")]
    [InlineData("premium", 4000, "large,medium")]
    [InlineData("premium", 4001, "large,xl")]
    [InlineData("ultra", 4000, "xl,large")]
    [InlineData("ultra", 4001, "xl")]
    [InlineData("ultra", 32001, "")]
    [InlineData("max", 1, "")]
    public void A_level_means_these_tiers(string quality, int tokens, string tiers) =>
        Assert.Equal(tiers, string.Join(',', Qualities.LocalTiers(quality, tokens)));

    [Theory]
    [InlineData("fast", "economy")]
    [InlineData("balanced", "standard")]
    [InlineData("quality", "premium")]
    [InlineData(" ULTRA ", "ultra")]
    [InlineData("best", null)]
    public void Older_words_mean_a_level(string word, string? quality) => Assert.Equal(quality, Qualities.Find(word));

    [Theory]
    [InlineData("turbo", "t:1b", 15 + 120)]
    [InlineData("economy", "s:3b", 30 + 120)]
    [InlineData("standard", "m:7b", 60)]
    [InlineData("premium", "l:13b", 90 + 120)]
    [InlineData("ultra", "x:70b", 120 + 120)]
    public void A_level_without_a_model_takes_a_local_model_of_its_tier(string quality, string model, int timeout)
    {
        var route = Requests.Decide($$"""{"quality":"{{quality}}","prompt":"x"}""", Home, Requests.Keys("both"));

        Assert.Equal((model, timeout), (route.Model, route.TimeoutSeconds));
    }

    [Fact]
    public void Reasoning_prefers_a_model_that_thinks() =>
        Assert.Equal("qwen3:6b", Requests.Decide("""{"task":"reason","quality":"standard","prompt":"x"}""", Home).Model);

    [Theory]
    [InlineData("""{"quality":"max","prompt":"x"}""", "both", "openrouter")]
    [InlineData("""{"quality":"max","prompt":"x"}""", "none", "ollama")]
    [InlineData("""{"quality":"turbo","prompt":"x","constraints":{"force_cloud":true}}""", "openai", "openai")]
    [InlineData("""{"quality":"standard","provider":"openai","prompt":"x"}""", "none", "openai")]
    [InlineData("""{"quality":"standard","provider":"compat","prompt":"x"}""", "none", "compat")]
    public void A_level_no_local_tier_serves_follows_the_classic_rules(string request, string keys, string provider) =>
        Assert.Equal(provider, Requests.Decide(request, Home, Requests.Keys(keys)).Provider);

    [Fact]
    public void With_a_model_a_level_sets_the_time_only()
    {
        var route = Requests.Decide("""{"quality":"turbo","model":"x:70b","prompt":"x"}""", Home);

        Assert.Equal(("x:70b", 135), (route.Model, route.TimeoutSeconds));
        Assert.Equal(7, Requests.Decide("""{"quality":"turbo","model":"x:70b","prompt":"x","timeout_seconds":7}""", Home).TimeoutSeconds);
    }

    [Theory]
    [InlineData(16_003, "medium")]
    [InlineData(16_004, "medium or large")]
    public void The_estimate_counts_bytes_of_utf8_and_rounds_down(int bytes, string tiers)
    {
        // Cyrillic takes two bytes a letter; an odd byte is made up by a Latin one.
        var prompt = new string('ж', bytes / 2) + (bytes % 2 == 1 ? "x" : "");

        var (shape, _) = RequestShape.Read(new LlmRequest { Prompt = prompt, Quality = "standard" });

        Assert.Equal(bytes / 4, shape!.EstimatedTokens);
        Assert.Equal(tiers == "medium" ? ["medium", "small"] : ["medium", "large"], Qualities.LocalTiers("standard", shape.EstimatedTokens));
    }

    [Fact]
    public void The_estimate_counts_prompt_and_messages_and_is_at_least_256()
    {
        var request = Requests.Parse($$$"""{"prompt":"{{{new string('a', 2000)}}}","messages":[{"role":"user","content":"{{{new string('b', 2000)}}}"},{"role":"user","content":[{"type":"text","text":"cccc"},{"type":"image_url","image_url":{"url":"long"}}]},{"role":"assistant","content":null}]}""");

        Assert.Equal(1001, RequestShape.Read(request).Shape!.EstimatedTokens);
        Assert.Equal(256, RequestShape.Read(new LlmRequest { Prompt = "hi" }).Shape!.EstimatedTokens);
    }
}
