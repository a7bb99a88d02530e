using LlmMcp.Simulator.Store;

namespace LlmMcp.Simulator.Native;

internal sealed record ModelDetails(
    string ParentModel, string Format, string Family, string[] Families, string ParameterSize, string QuantizationLevel,
    int? ContextLength = null, int? EmbeddingLength = null)
{
    public static ModelDetails Of(StoredModel model) => new(
        model.ParentModel, "gguf", model.Spec.Architecture, [model.Spec.Architecture], model.Spec.ParameterSize, model.Spec.Quantization);

    /// <summary><c>/api/tags</c> says two things more than the others.</summary>
    public static ModelDetails WithLengths(StoredModel model) =>
        Of(model) with { ContextLength = model.Spec.ContextLength, EmbeddingLength = model.Spec.EmbeddingLength };
}
