using System.Collections.Frozen;
using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Tests.Fleet;

namespace LlmMcp.Core.Tests.Routing;

public sealed class CloudRouterTests
{
    private const string Standard = """{"quality":"standard","prompt":"x"}""";
    private const string Max = """{"quality":"max","prompt":"x"}""";
    private static readonly FleetDevice Node = TestFleet.Ollama("n", "m:7b");

    [Theory]
    [InlineData("none", "")]
    [InlineData("openai", "cloud:openai=gpt-4o-mini")]
    [InlineData("openrouter", "cloud:openrouter=x-ai/grok-4.1-fast")]
    [InlineData("both", "cloud:openrouter=x-ai/grok-4.1-fast cloud:openai=gpt-4o-mini")]
    public void Without_a_local_place_a_cloud_with_a_key_answers(string keys, string places)
    {
        var fleet = TestFleet.WithClouds(TestFleet.Ollama("n", "huge:70b"));

        if (places.Length == 0)
        {
            Assert.Equal("no_model_available: quality=standard", Requests.Refuse(Standard, fleet).Message);
        }
        else
        {
            Assert.Equal(places, Requests.Claimable(Standard, fleet, Requests.Keys(keys)));
        }
    }

    [Fact]
    public void A_cloud_is_left_alone_while_a_local_place_takes_jobs() =>
        Assert.Equal("n=m:7b", Requests.Claimable(Standard, TestFleet.WithClouds(Node with { Slots = 1, UsedSlots = 1 }), Requests.Keys("both")));

    [Theory]
    [InlineData(60d, "", "n=m:7b")]
    [InlineData(60.5, "", "n=m:7b cloud:openai=gpt-4o-mini")]
    [InlineData(60.5, ",\"timeout_seconds\":90", "n=m:7b")]
    [InlineData(60.5, ",\"constraints\":{\"prefer_local\":true}", "n=m:7b")]
    [InlineData(60.5, ",\"constraints\":{\"local_only\":true}", "n=m:7b")]
    [InlineData(60.5, ",\"provider\":\"ollama\"", "n=m:7b")]
    [InlineData(null, "", "n=m:7b")]
    public void A_wait_longer_than_an_attempt_opens_the_cloud_behind_the_local_places(double? seconds, string more, string places)
    {
        var backlog = new Backlog(new Dictionary<string, DeviceBacklog> { ["n"] = new(seconds) }.ToFrozenDictionary());
        var request = $$"""{"quality":"standard","prompt":"x"{{more}}}""";

        Assert.Equal(places, Requests.Claimable(request, TestFleet.WithClouds(Node), Requests.Keys("openai"), backlog));

        var route = Requests.Decide(request, TestFleet.WithClouds(Node), Requests.Keys("openai"), backlog);
        var overflows = places.Contains("cloud", StringComparison.Ordinal);
        Assert.Equal(overflows ? "openai" : "ollama", route.Provider);
        Assert.Equal(overflows ? 0 : seconds, route.ExpectedWaitSeconds);
    }

    [Fact]
    public void One_local_place_with_room_is_enough_to_stay() =>
        Assert.Equal("n=m:7b o=m:7b", Requests.Claimable(
            Standard, TestFleet.WithClouds(Node, TestFleet.Ollama("o", "m:7b")), Requests.Keys("openai"),
            new Backlog(new Dictionary<string, DeviceBacklog> { ["n"] = new(1_000) }.ToFrozenDictionary())));

    [Fact]
    public void Those_somebody_chose_go_before_a_providers_own_list_then_the_cheaper_then_the_longer()
    {
        CatalogueModel[] models =
        [
            TestFleet.CloudModel(Providers.OpenRouter, "synced", "cloud_economy", 1_000_000, 0, 0) with { Origin = "sync" },
            TestFleet.CloudModel(Providers.OpenRouter, "unpriced", "cloud_economy", 1_000_000),
            TestFleet.CloudModel(Providers.OpenRouter, "dear", "cloud_economy", 1_000_000, 5, 5),
            TestFleet.CloudModel(Providers.OpenRouter, "short", "cloud_economy", 50_000, 1, 1),
            TestFleet.CloudModel(Providers.OpenRouter, "long", "cloud_economy", 100_000, 1, 1) with { Origin = "operator" },
        ];

        Assert.Equal("long", Next());
        models = [.. models.Where(static model => model.Id != "long")];
        Assert.Equal("short", Next());
        Assert.Equal("dear", Requests.Decide($$"""{"quality":"max","prompt":"{{new string('x', 240_000)}}"}""", TestFleet.WithClouds(models, []), Requests.Keys("openrouter")).Model);
        models = [.. models.Where(static model => model.Id is "synced" or "unpriced")];
        Assert.Equal("unpriced", Next());

        string Next() => Requests.Decide(Max, TestFleet.WithClouds(models, []), Requests.Keys("openrouter")).Model;
    }

    [Fact]
    public void A_cloud_that_rests_is_passed_over_and_waited_for_when_it_is_the_only_one()
    {
        FleetDevice[] resting = [TestFleet.Cloud(Providers.OpenRouter).WithCircuit(CircuitState.Open), TestFleet.Cloud(Providers.OpenAi)];

        Assert.Equal("cloud:openai=gpt-4o", Requests.Claimable(Max, TestFleet.WithClouds(resting), Requests.Keys("both")));
        Assert.Equal("", Requests.Claimable(Max, TestFleet.WithClouds(resting), Requests.Keys("openrouter")));
        Assert.Equal("anthropic/claude-sonnet-4-5", Requests.Decide(Max, TestFleet.WithClouds(resting), Requests.Keys("openrouter")).Model);
    }

    [Theory]
    [InlineData("openai", "openai", "gpt-4o-mini")]
    [InlineData("openrouter", "openrouter", "x-ai/grok-4.1-fast")]
    public void A_cloud_that_is_named_is_asked_with_or_without_a_key(string provider, string expected, string model)
    {
        var route = Requests.Decide($$"""{"quality":"standard","provider":"{{provider}}","prompt":"x"}""", TestFleet.WithClouds(Node));

        Assert.Equal((expected, model), (route.Provider, route.Model));
    }

    [Theory]
    [InlineData("ollama", "n=m:7b")]
    [InlineData("compat", "c=small-3b")]
    public void A_local_provider_that_is_named_is_the_only_one(string provider, string places) =>
        Assert.Equal(places, Requests.Claimable($$"""{"quality":"standard","provider":"{{provider}}","prompt":"x"}""", TestFleet.WithClouds(Node, TestFleet.Compat("c", "small-3b")), Requests.Keys("both")));
}
