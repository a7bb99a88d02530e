using System.Collections.Frozen;
using LlmMcp.Core.Benchmarks;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Circuits;
using LlmMcp.Core.Tests.Fleet;

namespace LlmMcp.Core.Tests.Benchmarks;

public sealed class BenchmarkPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly FleetDevice Pi5 = TestFleet.Ollama("pi5", "llama3.2:3b", "nomic-embed-text") with { Slots = 1 };
    private static readonly BenchmarkFacts Nothing =
        new(Now, 0, new Dictionary<ModelOnDevice, DateTimeOffset>(), new Dictionary<ModelOnDevice, BenchmarkFailures>(), FrozenSet<string>.Empty);

    private static readonly Dictionary<string, FleetDevice> NotNow = new()
    {
        ["offline"] = Pi5.Offline(),
        ["no slot yet"] = Pi5 with { Slots = 0 },
        ["at work"] = Pi5 with { Slots = 2, UsedSlots = 1 },
        ["left alone after failures"] = Pi5 with { Circuit = new Circuit(CircuitState.Open) },
        ["being probed"] = Pi5 with { Circuit = new Circuit(CircuitState.Probing) },
        ["forbidden"] = Pi5 with { Forbidden = Pi5.Models.ToFrozenDictionary(static model => model, static _ => "denied", ModelName.Comparer) },
        ["a cloud"] = TestFleet.Cloud("openai") with { Slots = 16 },
    };

    public static TheoryData<string> Reasons => [.. NotNow.Keys];

    [Fact]
    public void A_new_pair_on_an_idle_device_is_measured_and_its_task_follows_from_the_model()
    {
        Assert.Equal([new BenchmarkTarget("pi5", "ollama", "llama3.2:3b", "generate")], Plan(Nothing, Pi5));
        Assert.Equal([new BenchmarkTarget("pi5", "ollama", "nomic-embed-text:latest", "embed")], Plan(Measured("llama3.2:3b", Now.AddDays(-1)), Pi5));
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_device_is_left_alone_that_is(string why) => Assert.Empty(Plan(Nothing, NotNow[why]));

    [Fact]
    public void Work_that_waits_or_a_benchmark_under_way_keeps_a_device_from_being_measured() =>
        Assert.Empty(Plan(Nothing with { BusyDevices = new[] { "pi5" }.ToFrozenSet() }, Pi5));

    [Fact]
    public void The_ports_of_one_machine_are_measured_one_after_the_other_and_only_when_all_are_idle()
    {
        var port = TestFleet.Ollama("pi5-11435", "llama3.2:3b") with { Slots = 1, ParentId = "pi5" };

        Assert.Single(Plan(Nothing, Pi5, port));
        Assert.Empty(Plan(Nothing, Pi5, port with { UsedSlots = 1 }));
    }

    [Theory]
    [InlineData(29.9, 0)]
    [InlineData(30.1, 1)]
    public void A_measurement_is_repeated_when_it_is_old(double days, int expected) =>
        Assert.Equal(expected, Plan(Measured("llama3.2:3b", Now.AddDays(-days)), TestFleet.Ollama("pi5", "llama3.2:3b") with { Slots = 1 }).Count);

    [Theory]
    [InlineData(1, 0.9, 0)]
    [InlineData(1, 1.1, 1)]
    [InlineData(3, 3.9, 0)]
    [InlineData(3, 4.1, 1)]
    [InlineData(50, 23.9, 0)]
    [InlineData(50, 24.1, 1)]
    public void A_pair_rests_longer_the_more_often_it_failed(int failures, double hoursAgo, int expected)
    {
        var facts = Nothing with { Failures = new Dictionary<ModelOnDevice, BenchmarkFailures> { [new("pi5", "llama3.2:3b")] = new(failures, Now.AddHours(-hoursAgo)) } };

        Assert.Equal(expected, Plan(facts, TestFleet.Ollama("pi5", "llama3.2:3b") with { Slots = 1 }).Count);
    }

    [Fact]
    public void The_hour_has_its_bound()
    {
        var devices = Enumerable.Range(0, 20).Select(static n => TestFleet.Ollama($"n{n:00}", "llama3.2:3b") with { Slots = 1 }).ToArray();

        Assert.Equal(3, Plan(Nothing with { StartedLastHour = 57 }, devices).Count);
        Assert.Empty(Plan(Nothing with { StartedLastHour = 60 }, devices));
        Assert.Equal(20, Plan(Nothing, devices).Count);
    }

    [Fact]
    public void What_was_never_measured_comes_first_then_what_is_in_memory()
    {
        var device = TestFleet.Ollama("pi5", "a:1b", "b:1b", "c:1b").WithLoaded("b:1b", "c:1b") with { Slots = 1 };

        Assert.Equal("b:1b", Plan(Nothing, device).Single().Model);
        Assert.Equal("a:1b", Plan(Measured(Now.AddDays(-40), "b:1b", "c:1b"), device).Single().Model);
    }

    private static IReadOnlyList<BenchmarkTarget> Plan(BenchmarkFacts facts, params FleetDevice[] devices) =>
        BenchmarkPlan.Next(TestFleet.Of(devices), facts, new BenchmarkOptions());

    private static BenchmarkFacts Measured(string model, DateTimeOffset at) => Measured(at, model);

    private static BenchmarkFacts Measured(DateTimeOffset at, params string[] models) =>
        Nothing with { Measured = models.ToDictionary(static model => new ModelOnDevice("pi5", model), _ => at) };
}
