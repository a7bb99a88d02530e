namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>One round, to be written.</summary>
/// <param name="By">Who probed: the machine whose settings and sources these nodes come from.</param>
/// <param name="Answers">What came of every node they name.</param>
internal sealed record ProbedRound(string By, IReadOnlyList<NodeAnswer> Answers)
{
    /// <summary>Origins that could not be asked this time; nothing of theirs is taken for removed.</summary>
    public IReadOnlyList<string> Unasked { get; init; } = [];
}
