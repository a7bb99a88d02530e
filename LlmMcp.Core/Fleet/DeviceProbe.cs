using LlmMcp.Core.Fleet.Nodes;

namespace LlmMcp.Core.Fleet;

/// <summary>The answer of <c>POST /v1/devices/{id}/probe</c>.</summary>
/// <param name="Answered">Whether the node answered. The device's status may still differ: one silence is not enough to go offline, and a held device stays out.</param>
/// <param name="Reason">Why it did not answer; empty when it did.</param>
/// <param name="Device">The device after the probe.</param>
internal sealed record DeviceProbe(bool Answered, string Reason, DeviceView Device)
{
    public static DeviceProbe Of(NodeAnswer answer, DeviceView device) => new(
        answer is NodeAnswer.Answered,
        answer is NodeAnswer.NotProbed ? "it took longer than a round may take" : NodeRows.Reason(answer),
        device);
}
