using System.Diagnostics.Metrics;

namespace LlmMcp.Core.Fleet;

/// <summary>The fleet in numbers, as last read.</summary>
internal sealed class FleetMeters(LlmMcpTelemetry telemetry, FleetCache cache)
{
    private const string Device = "device";

    /// <summary>From now on the numbers can be read.</summary>
    public void Start()
    {
        telemetry.Gauge("llmcore_circuit_state", "0 closed, 1 open, 2 probing", () => Measure(static device => (int)device.Circuit.State));
        telemetry.Gauge("llmcore_slots", "Jobs a device may run at once", () => Measure(static device => device.Slots));
        telemetry.Gauge("llmcore_slots_used", "Jobs that run on a device", () => Measure(static device => device.UsedSlots));
    }

    private IEnumerable<Measurement<int>> Measure(Func<FleetDevice, int> read) =>
        cache.Current.Devices.Values.Select(device => new Measurement<int>(read(device), new KeyValuePair<string, object?>(Device, device.Id)));
}
