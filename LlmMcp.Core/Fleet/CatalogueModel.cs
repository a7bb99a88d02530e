namespace LlmMcp.Core.Fleet;

/// <summary>What is known of a model, wherever it runs.</summary>
/// <param name="Provider">One of <see cref="Contracts.Providers"/>.</param>
/// <param name="Id">Canonical name.</param>
/// <param name="Kind"><c>chat</c> or <c>embed</c>.</param>
/// <param name="ParamsB">Billions of parameters; null when unknown.</param>
/// <param name="Context">Longest context in tokens; null when unknown.</param>
/// <param name="Thinking">It can show a chain of thought.</param>
/// <param name="Tier">One of <see cref="ModelTier"/>; null when the size is unknown, and such a model is never chosen by quality.</param>
internal sealed record CatalogueModel(
    string Provider, string Id, string Kind, decimal? ParamsB, int? Context, bool Thinking, string? Tier)
{
    public const string Chat = "chat";
    public const string Embed = "embed";

    /// <summary>Size of its file in bytes; null when unknown.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>How it became known: <c>probe</c>, <c>seed</c>, <c>sync</c> or <c>operator</c>.</summary>
    public string Origin { get; init; } = "probe";

    /// <summary>USD per million tokens of the prompt; null when nobody entered a price.</summary>
    public decimal? PriceIn { get; init; }

    /// <summary>USD per million tokens of the answer; null when nobody entered a price.</summary>
    public decimal? PriceOut { get; init; }

    /// <summary>True for a model whose answer is a vector.</summary>
    public bool IsEmbedding => Kind == Embed;
}
