namespace LlmMcp.Bench.Measuring;

/// <summary>Sorted values and their percentiles.</summary>
internal sealed class Samples
{
    private readonly double[] sorted;

    public Samples(IEnumerable<double> values)
    {
        sorted = [.. values];
        Array.Sort(sorted);
        if (sorted.Length == 0)
        {
            throw new BenchFailedException("Nothing was measured.");
        }
    }

    public double P50 => At(50);

    public double P99 => At(99);

    public double Min => sorted[0];

    public double Max => sorted[^1];

    /// <summary>Nearest rank: a value that really occurred.</summary>
    public double At(double percent) => sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Length) - 1, 0, sorted.Length - 1)];

    /// <summary>The middle; of an even number of values, the mean of the two in the middle.</summary>
    public double Median => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
