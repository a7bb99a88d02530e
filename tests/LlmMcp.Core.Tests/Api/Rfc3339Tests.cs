using LlmMcp.Core.Api;

namespace LlmMcp.Core.Tests.Api;

public sealed class Rfc3339Tests
{
    [Fact]
    public void Nanoseconds_as_some_languages_write_them_are_cut_off()
    {
        Assert.True(Rfc3339.TryParse("2026-02-05T12:00:00.123456789Z", out var time));
        Assert.Equal(new DateTimeOffset(2026, 2, 5, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567), time);
    }

    [Theory]
    [InlineData("2026-11-21T12:00:00Z", "2026-11-21T12:00:00.0000000+00:00")]
    [InlineData("2026-11-21T12:00:00.5Z", "2026-11-21T12:00:00.5000000+00:00")]
    [InlineData("2026-11-21T12:00:00+03:00", "2026-11-21T09:00:00.0000000+00:00")]
    [InlineData("2026-11-21T12:00:00.1234567-05:30", "2026-11-21T17:30:00.1234567+00:00")]
    public void A_time_with_an_offset_is_read(string text, string utc)
    {
        Assert.True(Rfc3339.TryParse(text, out var time));
        Assert.Equal(utc, time.ToString("O"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("2026-11-21")]
    [InlineData("2026-11-21T12:00:00")]
    [InlineData("2026-11-21 12:00:00Z")]
    [InlineData("2026-13-21T12:00:00Z")]
    [InlineData("2026-11-21T25:00:00Z")]
    [InlineData("1763726400")]
    public void Anything_else_is_refused(string text) => Assert.False(Rfc3339.TryParse(text, out _));
}
