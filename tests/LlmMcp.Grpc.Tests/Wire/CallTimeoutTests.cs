using Grpc.Wire;

namespace LlmMcp.Grpc.Tests.Wire;

public sealed class CallTimeoutTests
{
    [Theory]
    [InlineData(0, "1n")]
    [InlineData(-1, "1n")]
    [InlineData(0.0001, "1m")]
    [InlineData(1.5, "2m")]
    [InlineData(1000, "1000m")]
    [InlineData(99_999_999, "99999999m")]
    [InlineData(100_000_000, "100000S")]
    public void A_timeout_is_written_in_the_finest_unit_that_holds_it(double milliseconds, string expected) =>
        Assert.Equal(expected, CallTimeout.Format(TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond))));

    [Fact]
    public void The_longest_timeout_can_be_written() => Assert.Equal("99999999H", CallTimeout.Format(TimeSpan.FromHours(99_999_999)));

    [Fact]
    public void A_timeout_is_never_read_shorter_than_it_was()
    {
        var random = new Random(1);
        for (var i = 0; i < 5000; i++)
        {
            var timeout = TimeSpan.FromTicks(random.NextInt64(1, (long)Math.Pow(10, random.Next(1, 18))));
            Assert.True(CallTimeout.TryParse(CallTimeout.Format(timeout), out var read));
            Assert.InRange(read, timeout, timeout * 1.001 + TimeSpan.FromMilliseconds(1));
        }
    }
}
