using System.Diagnostics.Metrics;

namespace LlmMcp.Core;

/// <summary>Core's own measurements.</summary>
internal sealed class LlmMcpTelemetry
{
    /// <summary>Name of the <see cref="Meter"/>, to subscribe to.</summary>
    public const string MeterName = "LlmMcp.Core";

    private readonly Counter<long> circuitsOpened;

    /// <param name="factory">Makes the meter, so that the Cores of one process are told apart; ends it too.</param>
    public LlmMcpTelemetry(IMeterFactory factory)
    {
        Meter = factory.Create(MeterName);
        circuitsOpened = Meter.CreateCounter<long>("llmcore.circuit.opened", description: "Times a device was found to fail and left alone.");
    }

    /// <summary>
    /// What all instruments of this Core belong to. Their names begin with <c>llmcore.</c> and leave out unit and kind, which each
    /// reader adds in its own way.
    /// </summary>
    public Meter Meter { get; }

    /// <summary>A device failed too often in a row.</summary>
    public void CircuitOpened(string device) => circuitsOpened.Add(1, new KeyValuePair<string, object?>("device", device));
}
