using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Speeds;

namespace LlmMcp.Core.Tests.Fleet.Speeds;

public sealed class LoadEstimateTests
{
    [Theory]
    [InlineData(2500.0, 4_000_000_000L, 1e9, 2.5)]
    [InlineData(null, 4_000_000_000L, 1e9, 4)]
    [InlineData(null, 4_000_000_000L, null, 10)]
    [InlineData(null, null, 1e9, 0)]
    [InlineData(null, 400_000_000_000L, null, 180)]
    [InlineData(1e12, null, null, 180)]
    [InlineData(null, 4_000_000_000L, 0.0, 10)]
    public void What_was_measured_counts_then_the_size_at_the_pace_of_the_device(double? measuredMs, long? size, double? pace, double seconds) =>
        Assert.Equal(seconds, LoadEstimate.Of(measuredMs, size, pace).TotalSeconds, 0.001);

    [Fact]
    public void A_cold_model_loads_at_the_pace_its_device_loaded_others()
    {
        var device = TestFleet.Ollama("pi5", "a:1b", "b:3b").WithLoaded("a:1b");
        var fleet = new FleetSnapshot(
            [device],
            [Sized("a:1b", 1_000_000_000), Sized("b:3b", 3_000_000_000)], [],
            [new ModelSpeed("pi5", "a:1b", ModelSpeed.Generate, 20, 100, null, 5000, 3)]);

        var expected = new[] { "a:1b", "b:3b" }.Select(model => fleet.Placements.OfModel("ollama", model).Open.Single().ExpectedLoad);
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(15)], expected);
    }

    private static CatalogueModel Sized(string id, long bytes) => new("ollama", id, CatalogueModel.Chat, null, null, false, null) { SizeBytes = bytes };
}
