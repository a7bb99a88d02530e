using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Speeds;
using LlmMcp.Core.Tests.Fleet;

namespace LlmMcp.Core.Tests.Routing;

public sealed class SmartRouterTests
{
    // One model of each tier, each on a node of its own.
    private static readonly FleetSnapshot Home = TestFleet.WithClouds(
        TestFleet.Ollama("n1", "tiny:1b"), TestFleet.Ollama("n2", "small:3b"), TestFleet.Ollama("n3", "medium:7b"), TestFleet.Ollama("n4", "large:13b"),
        TestFleet.Compat("n5", "xl-70b"), TestFleet.Ollama("n6", "unsized", "nomic-embed-text:7b"));

    [Theory]
    [InlineData("turbo", 4000, "n1=tiny:1b")]
    [InlineData("turbo", 4001, "n1=tiny:1b n2=small:3b")]
    [InlineData("turbo", 32000, "n1=tiny:1b n2=small:3b")]
    [InlineData("turbo", 32001, "cloud:openrouter=x-ai/grok-4.1-fast cloud:openai=gpt-4o-mini")]
    [InlineData("economy", 4000, "n2=small:3b n1=tiny:1b")]
    [InlineData("economy", 4001, "n2=small:3b n3=medium:7b")]
    [InlineData("economy", 32001, "cloud:openrouter=x-ai/grok-4.1-fast cloud:openai=gpt-4o-mini")]
    [InlineData("standard", 4000, "n3=medium:7b n2=small:3b")]
    [InlineData("standard", 4001, "n3=medium:7b n4=large:13b")]
    [InlineData("standard", 32001, "cloud:openrouter=x-ai/grok-4.1-fast cloud:openai=gpt-4o-mini")]
    [InlineData("premium", 4000, "n4=large:13b n3=medium:7b")]
    [InlineData("premium", 4001, "n4=large:13b n5=xl-70b")]
    [InlineData("premium", 32001, "cloud:openrouter=x-ai/grok-4.1-fast cloud:openai=gpt-4o-mini")]
    [InlineData("ultra", 4000, "n5=xl-70b n4=large:13b")]
    [InlineData("ultra", 4001, "n5=xl-70b")]
    [InlineData("ultra", 32001, "cloud:openai=gpt-4o cloud:openrouter=anthropic/claude-sonnet-4-5")]
    [InlineData("max", 256, "cloud:openai=gpt-4o cloud:openrouter=anthropic/claude-sonnet-4-5")]
    [InlineData("max", 4001, "cloud:openai=gpt-4o cloud:openrouter=anthropic/claude-sonnet-4-5")]
    [InlineData("max", 32001, "cloud:openai=gpt-4o cloud:openrouter=anthropic/claude-sonnet-4-5")]
    public void A_level_at_a_length_means_these_places_in_this_order(string quality, int tokens, string places) =>
        Assert.Equal(places, Requests.Claimable(Ask(quality, tokens), Home, Requests.Keys("both")));

    [Fact]
    public void The_decision_names_the_first_place_and_the_time_of_an_attempt()
    {
        var route = Requests.Decide("""{"quality":"standard","prompt":"x","messages":[{"role":"user","content":"y"}]}""", Home, Requests.Keys("both"));

        Assert.Equal((JobKinds.OllamaChat, Providers.Ollama, "medium:7b", 60), (route.Kind, route.Provider, route.Model, route.TimeoutSeconds));
        Assert.Equal("""{"model":"medium:7b","messages":[{"role":"user","content":"y"}]}""", System.Text.Encoding.UTF8.GetString(route.Payload.Span));
        Assert.Equal(7, Requests.Decide("""{"quality":"standard","prompt":"x","timeout_seconds":7}""", Home).TimeoutSeconds);
        Assert.Equal(("small:3b", 15), Requests.Decide("""{"quality":"turbo","model":"small:3b","prompt":"x"}""", Home) is var named ? (named.Model, named.TimeoutSeconds) : default);
    }

    [Theory]
    [InlineData("reason", "", "think=qwen3:6b")]
    [InlineData("chat", ",\"thinking\":true", "think=qwen3:6b")]
    [InlineData("chat", ",\"thinking\":false", "plain=medium:7b")]
    [InlineData("chat", "", "plain=medium:7b")]
    [InlineData("reason", ",\"constraints\":{\"local_only\":true}", "think=qwen3:6b")]
    public void Models_that_think_come_first_where_thinking_is_wanted(string task, string more, string first)
    {
        var fleet = TestFleet.WithClouds(TestFleet.Ollama("plain", "medium:7b"), TestFleet.Ollama("think", "qwen3:6b"));

        Assert.StartsWith(first, Requests.Claimable($$"""{"quality":"standard","task":"{{task}}","prompt":"x"{{more}}}""", fleet), StringComparison.Ordinal);
    }

    [Fact]
    public void Thinking_goes_before_the_tier_also_in_the_cloud()
    {
        var fleet = TestFleet.WithClouds(TestFleet.Ollama("own", "medium:7b"), TestFleet.Ollama("other", "qwen3:3b"));

        Assert.Equal("other=qwen3:3b own=medium:7b", Requests.Claimable("""{"quality":"standard","task":"reason","prompt":"x"}""", fleet));
        Assert.StartsWith("cloud:openrouter=anthropic/claude-sonnet-4-5", Requests.Claimable("""{"quality":"premium","task":"reason","prompt":"x","constraints":{"force_cloud":true}}""", fleet, Requests.Keys("both")), StringComparison.Ordinal);
    }

    [Fact]
    public void Within_a_tier_loaded_and_free_goes_before_free_before_faster_before_larger_before_the_id()
    {
        FleetDevice[] nodes =
        [
            TestFleet.Ollama("a", "m:5b") with { Slots = 1 },
            TestFleet.Ollama("b", "m:5b") with { Slots = 1 },
            TestFleet.Ollama("c", "big:7b") with { Slots = 1 },
            TestFleet.Ollama("d", "m:5b") with { Slots = 1 },
            TestFleet.Ollama("e", "m:5b").WithLoaded("m:5b") with { Slots = 2, UsedSlots = 1 },
            TestFleet.Ollama("f", "m:5b").WithLoaded("m:5b") with { Slots = 1, UsedSlots = 1 },
        ];
        var fleet = TestFleet.WithClouds([], [new ModelSpeed("d", "m:5b", ModelSpeed.Generate, 40, null, null, null, 1), new ModelSpeed("f", "m:5b", ModelSpeed.Generate, 90, null, null, null, 1)], nodes);

        Assert.Equal("e=m:5b d=m:5b c=big:7b a=m:5b b=m:5b f=m:5b", Requests.Claimable("""{"quality":"standard","prompt":"x"}""", fleet));
    }

    [Fact]
    public void A_node_stands_once_with_its_best_model() =>
        Assert.Equal("n=loaded:4b", Requests.Claimable("""{"quality":"standard","prompt":"x"}""", TestFleet.Of(TestFleet.Ollama("n", "cold:7b", "loaded:4b", "small:3b").WithLoaded("loaded:4b"))));

    [Theory]
    [InlineData(4000, "a=m:7b-ctx4000 c=m:7b-ctx x=m:7b-ctx8000")]
    [InlineData(4001, "c=m:7b-ctx x=m:7b-ctx8000")]
    [InlineData(4097, "x=m:7b-ctx8000")]
    [InlineData(8000, "x=m:7b-ctx8000")]
    [InlineData(8001, "")]
    public void A_model_needs_enough_context_and_an_unknown_one_counts_as_4096(int tokens, string places)
    {
        var fleet = TestFleet.Of(TestFleet.Ollama("x", "m:7b-ctx8000"), TestFleet.Ollama("a", "m:7b-ctx4000"), TestFleet.Ollama("c", "m:7b-ctx"));

        if (places.Length == 0)
        {
            Assert.Equal("no_model_available: quality=standard", Requests.Refuse(Ask("standard", tokens), fleet).Message);
        }
        else
        {
            Assert.Equal(places, Requests.Claimable(Ask("standard", tokens), fleet));
        }
    }

    [Fact]
    public void A_model_of_unknown_size_is_never_chosen() =>
        Assert.Equal("no_model_available: quality=ultra", Requests.Refuse("""{"quality":"ultra","prompt":"x"}""", TestFleet.Of(TestFleet.Ollama("n", "mystery"))).Message);

    [Theory]
    [InlineData("standard", "n=embed:6b")]
    [InlineData("turbo", "n=embed:1b")]
    [InlineData("max", "n=embed:14b")]
    public void Embeddings_get_embedding_models_of_any_size_and_one_model_at_a_time(string quality, string places) =>
        Assert.Equal(places, Requests.Claimable(
            $$"""{"quality":"{{quality}}","task":"embed","prompt":"x"}""",
            TestFleet.WithClouds(TestFleet.Ollama("n", "embed:1b", "embed:6b", "chat:7b", "chat:1b", "embed:14b").WithLoaded("embed:14b")), Requests.Keys("both")));

    [Fact]
    public void An_embedding_never_goes_to_a_chat_model() =>
        Assert.Equal("no_model_available: quality=standard", Requests.Refuse("""{"quality":"standard","task":"embed","prompt":"x"}""", TestFleet.WithClouds(TestFleet.Ollama("n", "chat:7b")), Requests.Keys("both")).Message);

    private static string Ask(string quality, int tokens) => $$"""{"quality":"{{quality}}","prompt":"{{new string('x', tokens * 4)}}"}""";
}
