namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>What one round of probes did.</summary>
/// <param name="Answered">Nodes that answered.</param>
/// <param name="Silent">Nodes that did not, with the reason.</param>
/// <param name="WentOffline">Devices that were online before the round and are not now.</param>
/// <param name="Removed">Devices no setting names any more.</param>
internal sealed record FleetReport(
    int Answered, IReadOnlyDictionary<string, string> Silent, IReadOnlyList<string> WentOffline, int Removed)
{
    /// <summary>Nodes known to the settings and sources, each once.</summary>
    public int Found { get; init; }

    /// <summary>Nodes the round had no time for.</summary>
    public int NotProbed { get; init; }

    /// <summary>How long the round took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What could not be read or asked, a sentence each.</summary>
    public IReadOnlyList<string> Mistakes { get; init; } = [];
}
