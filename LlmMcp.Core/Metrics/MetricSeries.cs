namespace LlmMcp.Core.Metrics;

/// <summary>The values of one set of labels.</summary>
internal sealed class MetricSeries(double[] buckets)
{
    private readonly Lock gate = new();
    private readonly long[] counts = new long[buckets.Length + 1];
    private double value;

    /// <summary>A change of a counter or a gauge; of an observed one, what it is asked for.</summary>
    public void Add(double change)
    {
        lock (gate)
        {
            value += change;
        }
    }

    /// <summary>A value of a histogram.</summary>
    public void Observe(double observed)
    {
        var bucket = Array.BinarySearch(buckets, observed);
        lock (gate)
        {
            counts[bucket >= 0 ? bucket : ~bucket]++;
            value += observed;
        }
    }

    /// <summary>The value, or the sum of a histogram; and for a histogram how many values were at most each bound, the last for all.</summary>
    public (double Value, IReadOnlyList<(double Bound, long Count)> Cumulative) Read()
    {
        lock (gate)
        {
            var total = 0L;
            var cumulative = new (double, long)[counts.Length];
            for (var i = 0; i < counts.Length; i++)
            {
                total += counts[i];
                cumulative[i] = (i < buckets.Length ? buckets[i] : double.PositiveInfinity, total);
            }

            return (value, cumulative);
        }
    }
}
