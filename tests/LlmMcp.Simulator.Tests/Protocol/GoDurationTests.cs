using LlmMcp.Simulator.Protocol;

namespace LlmMcp.Simulator.Tests.Protocol;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("1.5s", 1.5)]
    [InlineData("-1s", -1)]
    [InlineData("250ms", 0.25)]
    [InlineData("0", 0)]
    [InlineData("+2h", 7200)]
    public void Durations_of_go_are_read(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), GoDuration.Parse(text, out _));

    [Theory]
    [InlineData("300", "time: missing unit in duration \"300\"")]
    [InlineData("-1", "time: missing unit in duration \"-1\"")]
    [InlineData("soon", "time: invalid duration \"soon\"")]
    [InlineData("", "time: invalid duration \"\"")]
    [InlineData("5x", "time: unknown unit \"x\" in duration \"5x\"")]
    [InlineData("99999999999999h", "time: invalid duration \"99999999999999h\"")]
    public void What_go_refuses_is_refused_in_its_words(string text, string expected)
    {
        Assert.Null(GoDuration.Parse(text, out var error));
        Assert.Equal(expected, error);
    }
}
