using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace LlmMcp.Core.Metrics;

/// <summary>
/// Listens to this Core's instruments and to a few of the platform's, and writes what they said in the text format of Prometheus.
/// </summary>
internal sealed class MetricStore : IDisposable
{
    private const string Own = LlmMcpTelemetry.MeterName;

    // The platform's own, with the tags worth a label.
    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Platform = new Dictionary<string, FrozenDictionary<string, string>>
    {
        ["http.server.request.duration"] = Labels(("http.request.method", "method"), ("http.route", "route"), ("http.response.status_code", "status")),
        ["http.server.active_requests"] = Labels(),
        ["dotnet.process.memory.working_set"] = Labels(),
        ["dotnet.process.cpu.time"] = Labels(("cpu.mode", "mode")),
        ["dotnet.gc.collections"] = Labels(("gc.heap.generation", "generation")),
        ["dotnet.thread_pool.queue.length"] = Labels(),
    }.ToFrozenDictionary();

    private readonly ConcurrentDictionary<Instrument, MetricFamily> families = new();
    private readonly MeterListener listener = new();
    private readonly Lock scraping = new();

    /// <param name="factory">Who makes this Core's meters: a process may hold several Cores.</param>
    public MetricStore(IMeterFactory factory)
    {
        listener.InstrumentPublished = (instrument, meters) =>
        {
            var labels = Platform.GetValueOrDefault(instrument.Name);
            if (instrument.Meter.Name == Own ? ReferenceEquals(instrument.Meter.Scope, factory)
                : labels is not null && (instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, factory)))
            {
                meters.EnableMeasurementEvents(instrument, families.GetOrAdd(instrument, added => new MetricFamily(added, labels)));
            }
        };
        listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((MetricFamily)family!).Record(value, tags));
        listener.Start();
    }

    /// <summary>All metrics as text.</summary>
    public string Write()
    {
        lock (scraping)
        {
            foreach (var family in families.Values.Where(static family => family.IsObserved))
            {
                family.Clear();
            }

            listener.RecordObservableInstruments();
            var text = new StringBuilder();
            // Two instruments of one name, say of two meters, would be an invalid page: the first is shown.
            foreach (var family in families.Values.GroupBy(static family => family.Name).Select(static same => same.First()).OrderBy(static family => family.Name, StringComparer.Ordinal))
            {
                Write(text, family);
            }

            return text.ToString();
        }
    }

    public void Dispose() => listener.Dispose();

    private static void Write(StringBuilder text, MetricFamily family)
    {
        var series = family.Series.ToList();
        if (series.Count == 0)
        {
            return;
        }

        text.Append("# HELP ").Append(family.Name).Append(' ').Append(family.Help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        text.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.Type.ToString().ToLowerInvariant()).Append('\n');
        foreach (var (labels, values) in series)
        {
            var (value, cumulative) = values.Read();
            if (family.Type != MetricType.Histogram)
            {
                Line(text, family.Name, "", labels, value);
                continue;
            }

            foreach (var (bound, count) in cumulative)
            {
                Line(text, family.Name, "_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{Number(bound)}\"", count);
            }

            Line(text, family.Name, "_sum", labels, value);
            Line(text, family.Name, "_count", labels, cumulative[^1].Count);
        }
    }

    private static void Line(StringBuilder text, string name, string suffix, string labels, double value)
    {
        text.Append(name).Append(suffix);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static FrozenDictionary<string, string> Labels(params (string Tag, string Label)[] labels) =>
        labels.ToFrozenDictionary(static label => label.Tag, static label => label.Label);
}
