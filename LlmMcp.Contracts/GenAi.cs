namespace LlmMcp.Contracts;

/// <summary>The OpenTelemetry conventions for generative AI (<c>gen_ai.*</c>), as far as Core and worker both speak them.</summary>
public static class GenAi
{
    /// <summary>Bounds in seconds of histograms of whole calls.</summary>
    public static readonly IReadOnlyList<double> Seconds = [.01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    /// <summary>Value of <c>gen_ai.operation.name</c>; null for kinds that call no model.</summary>
    public static string? OperationOf(string kind) =>
        !JobKinds.CallsModel(kind) ? null
        : JobKinds.IsEmbedding(kind) ? "embeddings"
        : kind.EndsWith(".generate", StringComparison.Ordinal) ? "text_completion"
        : "chat";

    /// <summary>Value of <c>error.type</c>: of what is known only, since a worker may send any text and each would be a series of its own.</summary>
    public static string ErrorTypeOf(string? errorClass) => errorClass is not null && ErrorClass.IsKnown(errorClass) ? errorClass : "_OTHER";
}
