using System.Text.Json;

namespace LlmMcp.Core.Fleet.Nodes;

/// <summary><c>/api/version</c>.</summary>
internal sealed record OllamaVersion(string? Version);

/// <summary><c>/api/tags</c> and <c>/api/ps</c>.</summary>
internal sealed record OllamaModels(IReadOnlyList<OllamaModel?>? Models);

/// <summary>A line of <see cref="OllamaModels"/>.</summary>
internal sealed record OllamaModel(string? Name, string? Digest, long? Size, OllamaDetails? Details, IReadOnlyList<string>? Capabilities);

/// <summary>The details of a model.</summary>
internal sealed record OllamaDetails(string? Family, string? ParameterSize, string? QuantizationLevel, int? ContextLength);

/// <summary><c>/api/show</c>, which alone is reliable about capabilities and context.</summary>
internal sealed record OllamaShow(IReadOnlyList<string>? Capabilities, Dictionary<string, JsonElement>? ModelInfo)
{
    /// <summary>The longest context the model was made for; its key begins with the architecture's name.</summary>
    public int? Context => ModelInfo?
        .Where(static info => info.Key.EndsWith(".context_length", StringComparison.Ordinal) && info.Value.ValueKind == JsonValueKind.Number)
        .Select(static info => info.Value.TryGetInt32(out var tokens) ? tokens : (int?)null)
        .FirstOrDefault();
}

/// <summary><c>/v1/models</c>.</summary>
internal sealed record CompatModels(IReadOnlyList<CompatModel?>? Data);

/// <summary>A line of <see cref="CompatModels"/>; the two lengths are what vLLM and llama.cpp add.</summary>
internal sealed record CompatModel(string? Id, int? MaxModelLen, CompatModelMeta? Meta);

/// <summary>What llama.cpp says of a model.</summary>
internal sealed record CompatModelMeta(int? NCtxTrain, long? NParams, long? Size);
