namespace LlmMcp.Bench.Measuring;

/// <summary>How long the disk takes to make one written page durable: every acknowledged job waits for that at least once.</summary>
internal static class FsyncProbe
{
    private const int Page = 8192;
    private const int Writes = 200;

    public static double MedianMilliseconds(string directory)
    {
        using var file = File.OpenHandle(Path.Combine(directory, "fsync"), FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose, Page * 64);
        var page = new byte[Page];
        return new Samples(Enumerable.Range(0, Writes).Select(index =>
        {
            var start = Ticks.Now;
            RandomAccess.Write(file, page, index % 64 * Page);
            RandomAccess.FlushToDisk(file);
            return Ticks.MillisecondsSince(start);
        })).Median;
    }
}
