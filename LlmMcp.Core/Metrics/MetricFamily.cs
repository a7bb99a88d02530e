using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace LlmMcp.Core.Metrics;

/// <summary>How a metric is kept and written.</summary>
internal enum MetricType
{
    /// <summary>Only grows.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Counts values by size.</summary>
    Histogram,
}

/// <summary>One metric with its series, as told by one instrument.</summary>
internal sealed class MetricFamily
{
    /// <summary>Most series of one metric; what comes later is counted under <c>other</c>.</summary>
    public const int MaxSeries = 1000;

    private const string Other = "other";

    // A histogram whose instrument names no buckets.
    private static readonly double[] UsualBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<string, MetricSeries> series = new(StringComparer.Ordinal);
    private readonly double[] buckets;

    public MetricFamily(Instrument instrument, IReadOnlyDictionary<string, string>? labels)
    {
        Type = instrument.GetType().GetGenericTypeDefinition() is var type && type == typeof(Histogram<>) ? MetricType.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricType.Counter
            : MetricType.Gauge;
        Name = PrometheusNames.Of(instrument, Type);
        Help = instrument.Description is { Length: > 0 } help ? help : instrument.Name;
        IsObserved = instrument.IsObservable;
        Labels = labels;
        buckets = Type == MetricType.Histogram ? BucketsOf(instrument) : [];
    }

    public string Name { get; }

    public string Help { get; }

    public MetricType Type { get; }

    /// <summary>Asked at each scrape; its values are whole, not changes, so it is cleared before.</summary>
    public bool IsObserved { get; }

    /// <summary>Tags to show, by their name, and as which label; null shows all under their own names.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; }

    /// <summary>Series by their labels as text, in the order of the text.</summary>
    public IEnumerable<KeyValuePair<string, MetricSeries>> Series => series.OrderBy(static pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Takes in one measurement.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = PrometheusNames.Labels(tags, Labels);
        if (!series.TryGetValue(key, out var found))
        {
            key = series.Count < MaxSeries ? key : PrometheusNames.Labels(tags, Labels, Other);
            found = series.GetOrAdd(key, _ => new MetricSeries(buckets));
        }

        if (Type == MetricType.Histogram)
        {
            found.Observe(value);
        }
        else
        {
            // What is observed was cleared before, so this is its whole value, and of what shares a series the sum.
            found.Add(value);
        }
    }

    /// <summary>Before an observed metric is asked again: what it no longer mentions is gone.</summary>
    public void Clear() => series.Clear();

    private static double[] BucketsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds.Select(static bound => (double)bound)],
        _ => UsualBuckets,
    };
}
