using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Speeds;
using LlmMcp.Core.Tests.Fleet;

namespace LlmMcp.Core.Tests.Routing;

public sealed class ConstraintTests
{
    private static readonly FleetSnapshot Home = TestFleet.WithClouds(
        TestFleet.Shipped,
        [Speed("slow", "m:7b", 9_000), Speed("quick", "m:7b", 500), Speed("quick", "llama3.2:3b", 900), Speed("slow", "llama3.2:3b", 5_000)],
        TestFleet.Ollama("slow", "m:7b", "llama3.2:3b"), TestFleet.Ollama("quick", "m:7b", "llama3.2:3b"), TestFleet.Ollama("unmeasured", "m:7b"), TestFleet.Ollama("big", "huge:70b"));

    [Theory]
    // force_cloud: clouds only, as long as one has a key.
    [InlineData("""{"quality":"standard","prompt":"x","constraints":{"force_cloud":true}}""", "both", "cloud:openrouter=x-ai/grok-4.1-fast cloud:openai=gpt-4o-mini")]
    [InlineData("""{"quality":"ultra","prompt":"x","constraints":{"force_cloud":true}}""", "none", "big=huge:70b")]
    [InlineData("""{"prompt":"x","constraints":{"force_cloud":true}}""", "both", "cloud:openrouter= cloud:openai=")]
    [InlineData("""{"model":"gpt-4o","prompt":"x","constraints":{"force_cloud":true}}""", "both", "cloud:openrouter=gpt-4o cloud:openai=gpt-4o")]
    [InlineData("""{"model":"anthropic/claude-sonnet-4-5","prompt":"x","constraints":{"force_cloud":true}}""", "both", "cloud:openrouter=anthropic/claude-sonnet-4-5")]
    [InlineData("""{"model":"m:7b","prompt":"x","constraints":{"force_cloud":true}}""", "none", "quick=m:7b slow=m:7b unmeasured=m:7b")]
    // local_only: never a cloud.
    [InlineData("""{"quality":"max","prompt":"x","constraints":{"local_only":true}}""", "both", "big=huge:70b quick=m:7b slow=m:7b unmeasured=m:7b")]
    [InlineData("""{"quality":"turbo","prompt":"x","constraints":{"local_only":true}}""", "both", "")]
    [InlineData("""{"prompt":"x","constraints":{"local_only":true}}""", "both", "quick=llama3.2:3b slow=llama3.2:3b")]
    // prefer_local.
    [InlineData("""{"prompt":"x","constraints":{"prefer_local":true}}""", "both", "quick=llama3.2:3b slow=llama3.2:3b")]
    // max_latency_ms: places measured slower are left out, places never measured stay.
    [InlineData("""{"quality":"standard","prompt":"x","constraints":{"max_latency_ms":1000}}""", "both", "quick=m:7b unmeasured=m:7b")]
    [InlineData("""{"quality":"standard","prompt":"x","constraints":{"max_latency_ms":400}}""", "both", "unmeasured=m:7b")]
    [InlineData("""{"model":"m:7b","prompt":"x","constraints":{"max_latency_ms":500}}""", "both", "quick=m:7b unmeasured=m:7b")]
    [InlineData("""{"model":"llama3.2:3b","prompt":"x","constraints":{"max_latency_ms":400}}""", "both", "cloud:openrouter= cloud:openai=")]
    [InlineData("""{"model":"llama3.2:3b","prompt":"x","constraints":{"max_latency_ms":400}}""", "none", "quick=llama3.2:3b slow=llama3.2:3b")]
    [InlineData("""{"model":"llama3.2:3b","prompt":"x","constraints":{"max_latency_ms":400,"local_only":true}}""", "both", "quick=llama3.2:3b slow=llama3.2:3b")]
    [InlineData("""{"provider":"ollama","model":"llama3.2:3b","prompt":"x","constraints":{"max_latency_ms":1000}}""", "both", "quick=llama3.2:3b")]
    // max_cost_usd: (256 + 256) tokens of the cheapest premium cost 0.0032.
    [InlineData("""{"quality":"max","prompt":"x","constraints":{"max_cost_usd":0.0032}}""", "both", "cloud:openai=gpt-4o cloud:openrouter=x-ai/grok-4.1-fast")]
    [InlineData("""{"quality":"max","prompt":"x","constraints":{"max_cost_usd":0.0031}}""", "both", "cloud:openrouter=x-ai/grok-4.1-fast cloud:openai=gpt-4o-mini")]
    [InlineData("""{"quality":"max","prompt":"x","max_tokens":4000,"constraints":{"max_cost_usd":0.0032}}""", "both", "cloud:openrouter=x-ai/grok-4.1-fast cloud:openai=gpt-4o-mini")]
    [InlineData("""{"quality":"max","prompt":"x","constraints":{"max_cost_usd":0}}""", "both", "")]
    [InlineData("""{"quality":"standard","prompt":"x","constraints":{"max_cost_usd":0}}""", "both", "quick=m:7b slow=m:7b unmeasured=m:7b")]
    [InlineData("""{"prompt":"x","constraints":{"max_cost_usd":1}}""", "both", "quick=llama3.2:3b slow=llama3.2:3b")]
    [InlineData("""{"model":"gpt-4o","prompt":"x","constraints":{"max_cost_usd":1}}""", "openai", "cloud:openai=gpt-4o")]
    public void A_wish_leads_to_these_places_in_this_order(string request, string keys, string places)
    {
        if (places.Length == 0)
        {
            Assert.StartsWith("no_model_available", Requests.Refuse(request, Home, Requests.Keys(keys)).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(places, Requests.Claimable(request, Home, Requests.Keys(keys)));
        }
    }

    [Theory]
    [InlineData("turbo", "tiny=t:1b small=s:3b large=l:13b")]
    [InlineData("economy", "small=s:3b large=l:13b tiny=t:1b")]
    [InlineData("standard", "large=l:13b small=s:3b tiny=t:1b")]
    [InlineData("premium", "large=l:13b small=s:3b tiny=t:1b")]
    public void A_long_prompt_that_must_stay_local_takes_any_tier_with_enough_context(string quality, string places)
    {
        var fleet = TestFleet.WithClouds(
            TestFleet.Ollama("tiny", "t:1b"), TestFleet.Ollama("small", "s:3b"), TestFleet.Ollama("medium", "m:7b-ctx32768"), TestFleet.Ollama("large", "l:13b"));
        var prompt = new string('x', 4 * 32_769);

        Assert.Equal(places, Requests.Claimable($$$"""{"quality":"{{{quality}}}","prompt":"{{{prompt}}}","constraints":{"local_only":true}}""", fleet, Requests.Keys("both")));
        Assert.Equal(places, Requests.Claimable($$$"""{"quality":"{{{quality}}}","prompt":"{{{prompt}}}","provider":"ollama"}""", fleet, Requests.Keys("both")));
    }

    [Theory]
    [InlineData("""{"max_latency_ms":-1}""", "constraints.max_latency_ms")]
    [InlineData("""{"max_cost_usd":-0.01}""", "constraints.max_cost_usd")]
    [InlineData("""{"max_cost_usd":1000001}""", "constraints.max_cost_usd")]
    [InlineData("""{"local_only":true,"force_cloud":true}""", "constraints.local_only")]
    [InlineData("""{"max_cost":1}""", "constraints.max_cost")]
    public void A_wish_that_makes_no_sense_is_refused_with_the_field(string constraints, string field)
    {
        foreach (var quality in new[] { "", "standard" })
        {
            var error = Requests.Refuse($$"""{"prompt":"x","quality":"{{quality}}","constraints":{{constraints}}}""", Home);

            Assert.Equal((400, "invalid_constraints", field), (error.Status, error.Code, error.Field));
        }
    }

    [Fact]
    public void An_unknown_wish_is_refused_with_the_known_ones() =>
        Assert.Equal(
            "constraints.max_cost is unknown; expected one of prefer_local, force_cloud, local_only, max_latency_ms, max_cost_usd.",
            Requests.Refuse("""{"prompt":"x","constraints":{"Local_Only":true,"max_cost":1}}""", Home).Message);

    [Fact]
    public void A_named_cloud_and_local_only_exclude_each_other() =>
        Assert.Equal("constraints.local_only", Requests.Refuse("""{"provider":"openai","prompt":"x","constraints":{"local_only":true}}""", Home).Field);

    [Fact]
    public void A_limit_nobody_keeps_has_no_effect_and_the_reasons_say_so() =>
        Assert.Contains("nobody answers within max_latency_ms, so it has no effect", Requests.Decide("""{"model":"llama3.2:3b","prompt":"x","constraints":{"max_latency_ms":1}}""", Home).Reasons);

    [Fact]
    public void The_expected_cost_is_told_where_a_price_is_known()
    {
        Assert.Equal(0m, Requests.Decide("""{"quality":"standard","prompt":"x"}""", Home).ExpectedCostUsd);
        Assert.Equal((256 * 2.50m + 100 * 10m) / 1_000_000, Requests.Decide("""{"quality":"max","prompt":"x","max_tokens":100}""", Home, Requests.Keys("openai")).ExpectedCostUsd);
        Assert.Null(Requests.Decide("""{"prompt":"x"}""", Home, Requests.Keys("openai")).ExpectedCostUsd);
    }

    private static ModelSpeed Speed(string device, string model, double latencyMs) => new(device, model, ModelSpeed.Generate, 100_000 / latencyMs, latencyMs, null, null, 3);
}
