namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>Somebody who knows of nodes: the settings, the tailnet, the local network.</summary>
internal interface INodeSource
{
    /// <summary>
    /// The nodes it knows of now, within a few seconds. What it cannot find out in time is a mistake in the answer, not an exception.
    /// </summary>
    /// <param name="anew">True to ask again what it would otherwise remember for a while.</param>
    /// <param name="cancellationToken">Ends the search; what was found so far is lost.</param>
    Task<FoundNodes> FindAsync(bool anew, CancellationToken cancellationToken);
}

/// <summary>What a source knows.</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="Mistakes">What it could not read or ask, a sentence each.</param>
internal sealed record FoundNodes(IReadOnlyList<NodeEndpoint> Nodes, IReadOnlyList<string> Mistakes)
{
    /// <summary>Nothing to say.</summary>
    public static FoundNodes None { get; } = new([], []);

    /// <summary>Origins that could not be asked: their devices stay although no node of theirs is named now.</summary>
    public IReadOnlyList<string> Unasked { get; init; } = [];
}
