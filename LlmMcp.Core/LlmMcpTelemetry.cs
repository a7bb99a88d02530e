using System.Diagnostics.Metrics;

namespace LlmMcp.Core;

/// <summary>Core's own measurements. Names begin with <c>llmcore_</c>.</summary>
internal sealed class LlmMcpTelemetry
{
    /// <summary>Name of the <see cref="Meter"/>, to subscribe to.</summary>
    public const string MeterName = "LlmMcp.Core";

    private readonly Meter meter;
    private readonly Counter<long> circuitsOpened;

    /// <param name="factory">Makes the meter, so that the Cores of one process are told apart; ends it too.</param>
    public LlmMcpTelemetry(IMeterFactory factory)
    {
        meter = factory.Create(MeterName);
        circuitsOpened = meter.CreateCounter<long>("llmcore_circuit_opened_total", description: "Times a device was found to fail and left alone");
    }

    /// <summary>A device failed too often in a row.</summary>
    public void CircuitOpened(string device) => circuitsOpened.Add(1, new KeyValuePair<string, object?>("device", device));

    /// <summary>A number that is read when somebody asks; <paramref name="read"/> must be quick and safe on any thread.</summary>
    public void Gauge(string name, string description, Func<IEnumerable<Measurement<int>>> read) =>
        meter.CreateObservableGauge(name, read, description: description);
}
