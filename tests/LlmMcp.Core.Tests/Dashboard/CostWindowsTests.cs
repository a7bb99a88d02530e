using LlmMcp.Core.Dashboard;

namespace LlmMcp.Core.Tests.Dashboard;

public sealed class CostWindowsTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 14, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_window_sums_what_lies_in_it() =>
        Assert.Equal(new CostWindow(1, 11, 111), new CostWindows().Add([At(-1, 1), At(-30, 10), At(-8 * 24, 100), At(-31 * 24, 1000)], Now));

    [Fact]
    public void Only_the_newest_minutes_are_read_again()
    {
        var windows = new CostWindows();
        Assert.Equal(Now.AddDays(-30).UtcDateTime, windows.Command(Now).Parameters["since"].Value);
        windows.Add([At(-1, 5)], Now);

        Assert.Equal(Now.AddMinutes(-2).UtcDateTime, windows.Command(Now).Parameters["since"].Value);
        Assert.Equal(7, windows.Add([At(0, 2)], Now.AddSeconds(1)).Today);
        // The same minute again, grown meanwhile.
        Assert.Equal(8, windows.Add([At(0, 3)], Now.AddSeconds(2)).Today);
    }

    [Fact]
    public void What_is_older_than_a_month_is_forgotten()
    {
        var windows = new CostWindows();
        windows.Add([At(0, 1)], Now);

        Assert.Equal(new CostWindow(0, 0, 0), windows.Add([], Now.AddDays(31)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_an_hour_or_a_failure_everything_is_read_anew(bool failed)
    {
        var windows = new CostWindows();
        windows.Command(Now);
        windows.Add([At(0, 1)], Now);
        if (failed)
        {
            windows.Forget();
        }

        var later = Now.AddMinutes(61);
        Assert.Equal(later.AddDays(-30).UtcDateTime, windows.Command(later).Parameters["since"].Value);
        Assert.Equal(0, windows.Add([], later).Month);
    }

    private static KeyValuePair<DateTimeOffset, decimal> At(int hours, decimal cost) => KeyValuePair.Create(Now.AddHours(hours), cost);
}
