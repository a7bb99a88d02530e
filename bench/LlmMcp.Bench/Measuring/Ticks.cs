using System.Diagnostics;

namespace LlmMcp.Bench.Measuring;

/// <summary>
/// Timestamps of the monotonic clock, which all processes of one machine share: one taken in a worker may be subtracted from
/// one taken here.
/// </summary>
internal static class Ticks
{
    public static long Now => Stopwatch.GetTimestamp();

    public static double MillisecondsSince(long start) => MillisecondsBetween(start, Now);

    public static double MillisecondsBetween(long start, long end) => (end - start) * 1000d / Stopwatch.Frequency;

    public static double SecondsSince(long start) => MillisecondsSince(start) / 1000;
}
