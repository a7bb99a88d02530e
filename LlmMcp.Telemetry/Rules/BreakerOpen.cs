using LlmMcp.Telemetry.Looks;

namespace LlmMcp.Telemetry.Rules;

/// <summary>A device failed so often in a row that no work goes there for now.</summary>
internal sealed class BreakerOpen : IRule
{
    public string Name => "breaker_open";

    public Family Family => Family.Fleet;

    // One that probes has not yet proved anything; one that is offline is told as that.
    public IEnumerable<Finding> See(Look look, AlertSettings settings) => look.Dashboard.Devices
        .Where(static device => device.Circuit is not (null or "ok"))
        .Select(static device => device is { Circuit: "degraded", Status: "online" }
            ? new Finding(device.Id, Names.Of(device), $"BREAKER OPEN: {Names.Of(device)} keeps failing, no work goes there for now")
            : Finding.Unclear(device.Id));

    public string? Over(string key, string subject, TimeSpan lasted, Look look) =>
        look.Dashboard.Devices.Any(device => device.Id == key) ? $"BREAKER CLOSED: {subject} works again (after {Ages.Of(lasted)})" : null;
}
