namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>A model as a node lists it, with what could be learned about it.</summary>
internal sealed record ProbedModel
{
    /// <summary>Canonical name.</summary>
    public required string Name { get; init; }

    /// <summary><c>chat</c> or <c>embed</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>It can show a chain of thought.</summary>
    public bool Thinking { get; init; }

    /// <summary>In the node's memory now.</summary>
    public bool Loaded { get; init; }

    /// <summary>Nominal size in billions of parameters.</summary>
    public decimal? ParamsB { get; init; }

    /// <summary>Longest context in tokens, as the server told it; null when it did not.</summary>
    public int? Context { get; init; }

    /// <summary>Longest context in tokens, as names of its family suggest: used until some server tells.</summary>
    public int? LikelyContext { get; init; }

    /// <summary>Size on disk.</summary>
    public long? SizeBytes { get; init; }

    public string? Family { get; init; }

    public string? Quantization { get; init; }

    public string? Digest { get; init; }
}
