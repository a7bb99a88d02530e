using System.Diagnostics.Metrics;
using LlmMcp.Core.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace LlmMcp.Core.Tests.Metrics;

public sealed class MetricStoreTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Meter meter;
    private readonly MetricStore store;

    public MetricStoreTests()
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        store = new MetricStore(factory);
        meter = factory.Create(LlmMcpTelemetry.MeterName);
    }

    [Fact]
    public void Counters_gauges_and_histograms_are_written_as_Prometheus_reads_them()
    {
        meter.CreateCounter<long>("llmcore.jobs.created", description: "Jobs.").Add(2, new KeyValuePair<string, object?>("kind", "echo"));
        meter.CreateObservableGauge("llmcore.devices.online", static () => 3);
        var histogram = meter.CreateHistogram("llmcore.chat.duration", "s", "Calls.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        histogram.Record(0.5);
        histogram.Record(0.7);
        histogram.Record(9);

        Assert.Equal(
            """
            # HELP llmcore_chat_duration_seconds Calls.
            # TYPE llmcore_chat_duration_seconds histogram
            llmcore_chat_duration_seconds_bucket{le="0.5"} 1
            llmcore_chat_duration_seconds_bucket{le="1"} 2
            llmcore_chat_duration_seconds_bucket{le="+Inf"} 3
            llmcore_chat_duration_seconds_sum 10.2
            llmcore_chat_duration_seconds_count 3
            # HELP llmcore_devices_online llmcore.devices.online
            # TYPE llmcore_devices_online gauge
            llmcore_devices_online 3
            # HELP llmcore_jobs_created_total Jobs.
            # TYPE llmcore_jobs_created_total counter
            llmcore_jobs_created_total{kind="echo"} 2

            """.ReplaceLineEndings("\n"),
            OwnLines());
    }

    [Fact]
    public void Labels_are_escaped()
    {
        meter.CreateCounter<long>("llmcore.odd").Add(1, new KeyValuePair<string, object?>("a.b", "say \"hi\" \\ \n\ud83d"));

        Assert.Contains(@"llmcore_odd_total{a_b=""say \""hi\"" \\ \n?""} 1", store.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_without_end_become_other()
    {
        var counter = meter.CreateCounter<long>("llmcore.many");
        for (var i = 0; i < MetricFamily.MaxSeries + 50; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("model", $"m{i}"));
        }

        var lines = store.Write().Split('\n').Where(static line => line.StartsWith("llmcore_many_total{", StringComparison.Ordinal)).ToList();

        Assert.Equal(MetricFamily.MaxSeries + 1, lines.Count);
        Assert.Contains("llmcore_many_total{model=\"other\"} 50", lines);
    }

    [Fact]
    public void What_is_observed_beyond_the_last_series_is_summed_up_too()
    {
        meter.CreateObservableGauge("llmcore.slots", static () => Enumerable.Range(0, MetricFamily.MaxSeries + 50)
            .Select(static device => new Measurement<int>(2, new KeyValuePair<string, object?>("device", $"d{device}"))));

        store.Write();

        Assert.Contains("llmcore_slots{device=\"other\"} 100\n", store.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_observed_metric_no_longer_mentions_is_gone()
    {
        var devices = new List<string> { "a", "b" };
        meter.CreateObservableGauge("llmcore.seen", () => devices.Select(static device => new Measurement<long>(1, new KeyValuePair<string, object?>("device", device))));
        Assert.Contains("device=\"b\"", store.Write(), StringComparison.Ordinal);

        devices.Remove("b");

        Assert.DoesNotContain("device=\"b\"", store.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_Core_of_the_process_is_not_listened_to()
    {
        using var other = new ServiceCollection().AddMetrics().BuildServiceProvider();
        other.GetRequiredService<IMeterFactory>().Create(LlmMcpTelemetry.MeterName).CreateCounter<long>("llmcore.foreign").Add(1);

        Assert.DoesNotContain("foreign", store.Write(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        store.Dispose();
        services.Dispose();
    }

    private string OwnLines() => string.Concat(store.Write().Split('\n').Where(static line => line.Contains("llmcore_", StringComparison.Ordinal)).Select(static line => line + "\n"));
}
