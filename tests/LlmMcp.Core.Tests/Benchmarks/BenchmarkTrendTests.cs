using LlmMcp.Core.Benchmarks;

namespace LlmMcp.Core.Tests.Benchmarks;

public sealed class BenchmarkTrendTests
{
    [Theory]
    [InlineData(55.0, 50.0, null, null, "faster")]
    [InlineData(54.0, 50.0, null, null, "steady")]
    [InlineData(45.0, 50.0, null, null, "slower")]
    [InlineData(50.0, null, 100.0, null, "new")]
    [InlineData(null, null, 130.0, 100.0, "slower")]
    [InlineData(null, null, 80.0, 100.0, "faster")]
    // The speed says more than the time, which depends on the prompt.
    [InlineData(60.0, 50.0, 500.0, 100.0, "faster")]
    public void A_change_has_a_name(double? tps, double? earlierTps, double? latency, double? earlierLatency, string trend) =>
        Assert.Equal(trend, BenchmarkTrend.Of(BenchmarkTrend.ChangePercent(tps, earlierTps), BenchmarkTrend.ChangePercent(latency, earlierLatency)));

    [Theory]
    [InlineData(55.0, 50.0, 10.0)]
    [InlineData(25.0, 50.0, -50.0)]
    [InlineData(25.0, 0.0, null)]
    [InlineData(null, 50.0, null)]
    public void A_change_is_in_percent_of_what_was(double? latest, double? earlier, double? percent) =>
        Assert.Equal(percent, BenchmarkTrend.ChangePercent(latest, earlier));
}
