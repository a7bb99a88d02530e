namespace LlmMcp.Simulator.Faults;

/// <summary>What one request has to suffer.</summary>
internal sealed record FaultEffects(bool Hang, double SlowFactor, Fault? Break, Fault? Error, bool Busy)
{
    public static FaultEffects None { get; } = new(false, 1, null, null, false);
}
