namespace LlmMcp.Core.Benchmarks;

/// <summary>What has become of a figure: the latest beside the median of the earlier ones.</summary>
internal static class BenchmarkTrend
{
    public const string Faster = "faster";
    public const string Slower = "slower";
    public const string Steady = "steady";
    public const string New = "new";

    // Less is noise: a fan that starts, a page that was not cached.
    private const double NoticeablePercent = 10;

    /// <summary>Change in percent of <paramref name="earlier"/>; null when there is nothing to compare.</summary>
    public static double? ChangePercent(double? latest, double? earlier) =>
        latest is { } now && earlier is > 0 and var before ? Math.Round((now - before) / before * 100, 1) : null;

    /// <summary>In a word, from the change of the speed, or where none is measured (embeddings) from that of the time.</summary>
    public static string Of(double? speedChange, double? timeChange) => (speedChange ?? -timeChange) switch
    {
        null => New,
        >= NoticeablePercent => Faster,
        <= -NoticeablePercent => Slower,
        _ => Steady,
    };
}
