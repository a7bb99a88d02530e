namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>What a probe found.</summary>
/// <param name="Node">Who was asked.</param>
internal abstract record NodeAnswer(NodeEndpoint Node)
{
    /// <summary>It answers.</summary>
    /// <param name="Node">Who was asked.</param>
    /// <param name="Provider">What it turned out to be.</param>
    /// <param name="Version">Ollama's version; null for others.</param>
    /// <param name="LatencyMs">Time to the first answer.</param>
    /// <param name="Models">What it can run.</param>
    public sealed record Answered(NodeEndpoint Node, string Provider, string? Version, int LatencyMs, IReadOnlyList<ProbedModel> Models) : NodeAnswer(Node)
    {
        /// <summary>The way on which it answered.</summary>
        public NodeRoute Route { get; init; } = new(Node.BaseUrl);
    }

    /// <summary>It does not, or not in a way we understand.</summary>
    public sealed record Silent(NodeEndpoint Node, string Reason) : NodeAnswer(Node);

    /// <summary>Nothing of ours answers on its own port, but a port device of it does: the host lives.</summary>
    public sealed record HostOnly(NodeEndpoint Node, string Reason) : NodeAnswer(Node);

    /// <summary>The round was over before it was asked; nothing is known of it.</summary>
    public sealed record NotProbed(NodeEndpoint Node) : NodeAnswer(Node);
}
