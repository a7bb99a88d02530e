using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Fleet.Limits;
using LlmMcp.Core.Tests.Fleet;

namespace LlmMcp.Core.Tests.Routing;

public sealed class WaitingTests
{
    private const string Smart = """{"quality":"standard","prompt":"x"}""";
    private const string Named = """{"model":"m:7b","prompt":"x"}""";
    private const string Default = """{"prompt":"x"}""";

    [Theory]
    [InlineData(Smart, "offline")]
    [InlineData(Named, "offline")]
    [InlineData(Default, "offline")]
    [InlineData(Smart, "open")]
    [InlineData(Named, "open")]
    [InlineData(Smart, "probing")]
    [InlineData(Named, "probing")]
    public void A_job_waits_for_a_device_that_is_away_and_says_so(string request, string state)
    {
        var node = TestFleet.Ollama("n", "m:7b", "llama3.2:3b");
        var fleet = TestFleet.WithClouds(state switch
        {
            "offline" => node.Offline(),
            "open" => node.WithCircuit(CircuitState.Open),
            _ => node.WithCircuit(CircuitState.Probing),
        });

        var route = Requests.Decide(request, fleet);

        Assert.Equal("ollama", route.Provider);
        Assert.Empty(route.Plan.Candidates);
        Assert.Null(route.ExpectedWaitSeconds);
        Assert.NotEmpty(route.Reasons);
        Assert.Equal("", Requests.Claimable(request, fleet));
    }

    [Theory]
    [InlineData(Smart)]
    [InlineData(Default)]
    public void A_cloud_takes_over_from_a_device_that_is_away(string request) =>
        Assert.StartsWith("cloud:openai", Requests.Claimable(request, TestFleet.WithClouds(TestFleet.Ollama("n", "m:7b", "llama3.2:3b").Offline()), Requests.Keys("openai")), StringComparison.Ordinal);

    [Fact]
    public void A_named_model_waits_for_its_own_node_as_no_cloud_has_it() =>
        Assert.Equal("m:7b", Requests.Decide(Named, TestFleet.WithClouds(TestFleet.Ollama("n", "m:7b").Offline()), Requests.Keys("both")) is { Provider: "ollama" } route ? route.Model : "");

    [Theory]
    [InlineData(Smart, "n=m:7b cloud:openai=gpt-4o-mini")]
    [InlineData(Named, "n=m:7b")]
    public void A_probe_takes_one_job_so_the_rest_needs_somebody_else(string request, string places)
    {
        var fleet = TestFleet.WithClouds(TestFleet.Ollama("n", "m:7b").WithCircuit(CircuitState.Open, probeDue: true));

        Assert.Equal(places, Requests.Claimable(request, fleet, Requests.Keys("openai")));
        Assert.True(Requests.Decide(request, fleet, Requests.Keys("openai")).Plan.Candidates[0].IsProbe);
    }

    [Fact]
    public void The_next_best_place_stands_behind_the_best_one() =>
        Assert.Equal("b=m:7b c=small:3b", Requests.Claimable(Smart, TestFleet.Of(
            TestFleet.Ollama("a", "m:7b").WithCircuit(CircuitState.Open), TestFleet.Ollama("b", "m:7b"), TestFleet.Ollama("c", "small:3b"),
            TestFleet.Ollama("d", "m:7b").WithForbidden("m:7b", "model_denied"))));

    [Theory]
    [InlineData("""{"quality":"standard","prompt":"x"}""", "no_model_available: quality=standard", "quality")]
    [InlineData("""{"model":"m:7b","prompt":"x"}""", "model_not_allowed:model_params_too_large", "model")]
    [InlineData("""{"provider":"ollama","model":"m:7b","prompt":"x"}""", "model_not_allowed:model_params_too_large", "model")]
    [InlineData("""{"provider":"ollama","payload":{"model":"m:7b","device_id":"n","prompt":"x"}}""", "model_not_allowed:model_params_too_large", "model")]
    [InlineData("""{"provider":"ollama","payload":{"model":"free:1b","device_id":"n","prompt":"x"}}""", "model_not_allowed:model_not_on_device", "payload.device_id")]
    public void What_limits_forbid_everywhere_is_refused(string request, string word, string field)
    {
        var fleet = TestFleet.Of(
            TestFleet.Ollama("n", "m:7b").WithForbidden("m:7b", "model_params_too_large") with { LastSeen = DateTimeOffset.UnixEpoch }, TestFleet.Ollama("o", "free:1b"));

        var error = Requests.Refuse(request, fleet);

        Assert.Equal(("routing_failed", word, field), (error.Code, error.Message, error.Field));
    }

    [Fact]
    public void A_payload_may_not_pin_a_device_that_forbids_its_model_though_others_have_it()
    {
        var fleet = TestFleet.Of(TestFleet.Ollama("n", "m:7b").WithForbidden("m:7b", "model_denied"), TestFleet.Ollama("o", "m:7b"));

        var error = Requests.Refuse("""{"provider":"ollama","payload":{"model":"m:7b","device_id":"n","prompt":"x"}}""", fleet);

        Assert.Equal(("model_not_allowed:model_denied", "payload.device_id"), (error.Message, error.Field));
    }

    [Fact]
    public void Strict_limits_ask_nobody_for_a_model_that_nobody_is_known_to_have()
    {
        var fleet = TestFleet.Of(TestFleet.Ollama("n", "m:7b"));
        const string request = """{"provider":"ollama","model":"unknown:7b","prompt":"x"}""";

        Assert.Equal("no_eligible_device", Requests.Refuse(request, fleet, strict: true).Message);
        Assert.Equal("n=unknown:7b", Requests.Claimable(request, fleet));
        Assert.Empty(LlmMcp.Core.Routing.Router.Candidates(new WorkBlock("ollama.chat", "unknown:7b"), fleet, Requests.View() with { StrictLimits = true }));
    }

    [Fact]
    public void A_node_whose_list_leaves_a_model_out_is_not_asked_for_it()
    {
        var listed = TestFleet.Ollama("n", "m:7b") with { Limits = new DeviceLimits { AllowModels = ["m:7b"] } };
        const string request = """{"provider":"ollama","model":"unknown:7b","prompt":"x"}""";

        Assert.Equal("o=unknown:7b", Requests.Claimable(request, TestFleet.Of(listed, TestFleet.Ollama("o", "m:7b"))));
        Assert.Equal("no_eligible_device", Requests.Refuse(request, TestFleet.Of(listed)).Message);
    }

    [Fact]
    public void A_limit_of_the_node_shortens_the_context_of_its_models()
    {
        var small = TestFleet.Ollama("small", "m:7b").WithLoaded("m:7b") with { Limits = new DeviceLimits { MaxContext = 4096, ContextIsDerived = true } };

        Assert.Equal("small=m:7b wide=m:7b", Requests.Claimable(Prompt(4_096), TestFleet.Of(small, TestFleet.Ollama("wide", "m:7b"))));
        Assert.Equal("wide=m:7b", Requests.Claimable(Prompt(4_097), TestFleet.Of(small, TestFleet.Ollama("wide", "m:7b"))));

        static string Prompt(int tokens) => $$"""{"quality":"standard","prompt":"{{new string('x', tokens * 4)}}"}""";
    }

    [Fact]
    public void An_empty_fleet_refuses_a_quality_and_lets_a_name_wait()
    {
        Assert.Equal("no_model_available: quality=standard", Requests.Refuse(Smart, FleetSnapshot.Empty).Message);
        Assert.Equal(("ollama", "m:7b"), Requests.Decide(Named, FleetSnapshot.Empty) is var route ? (route.Provider, route.Model) : default);
    }

    [Fact]
    public void What_was_not_chosen_is_counted_and_shown_by_example()
    {
        var fleet = TestFleet.WithClouds(
            [.. Enumerable.Range(0, 30).Select(static number => TestFleet.Ollama($"off{number:00}", "m:7b").Offline()),
             TestFleet.Ollama("on", "m:7b", "short:7b-ctx300", "huge:70b", "odd"), TestFleet.Ollama("no", "m:7b").WithForbidden("m:7b", "model_denied")]);

        var route = Requests.Decide($$"""{"quality":"standard","prompt":"{{new string('x', 2000)}}"}""", fleet, Requests.Keys("both"));

        var rejected = route.Plan.Rejected!;
        Assert.Equal("context_too_small:1 model_not_allowed:model_denied:1 offline:30 other_tier:1 size_unknown:1", string.Join(' ', rejected.Counts.Select(static pair => $"{pair.Key}:{pair.Value}")));
        Assert.Equal(20, rejected.Examples.Count);
        Assert.Equal("on", Assert.Single(route.Plan.Candidates).DeviceId);
    }
}
