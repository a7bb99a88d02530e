namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>What one round of probes did.</summary>
/// <param name="Answered">Nodes that answered.</param>
/// <param name="Silent">Nodes that did not, with the reason.</param>
/// <param name="WentOffline">Devices that were online before the round and are not now.</param>
/// <param name="Removed">Devices no setting names any more.</param>
internal sealed record FleetReport(
    int Answered, IReadOnlyDictionary<string, string> Silent, IReadOnlyList<string> WentOffline, int Removed);
