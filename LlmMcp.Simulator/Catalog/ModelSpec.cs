using System.Text.Json.Nodes;

namespace LlmMcp.Simulator.Catalog;

/// <summary>A model as it would be published: what it is, not where it runs or how fast.</summary>
public sealed record ModelSpec
{
    /// <summary>Published name with tag, for example <c>llama3.2:1b</c>.</summary>
    public required string Name { get; init; }

    /// <summary>GGUF architecture (<c>general.architecture</c>), the prefix of the keys in <c>model_info</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>Exact number of weights.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>The number of weights as Ollama words it, for example <c>1.2B</c>.</summary>
    public required string ParameterSize { get; init; }

    /// <summary>Quantization level, for example <c>Q4_K_M</c>.</summary>
    public required string Quantization { get; init; }

    /// <summary>Size of the download in bytes.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Longest context the model was trained for, in tokens.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Width of the model; for an embedding model the length of its vectors.</summary>
    public required int EmbeddingLength { get; init; }

    /// <summary>Number of layers.</summary>
    public required int BlockCount { get; init; }

    /// <summary>Attention heads per layer.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Key and value heads per layer; smaller than <see cref="HeadCount"/> with grouped attention.</summary>
    public required int HeadCountKv { get; init; }

    /// <summary>Width of the feed-forward layers.</summary>
    public required int FeedForwardLength { get; init; }

    /// <summary>Number of tokens the model knows.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>What the model can do.</summary>
    public required ModelCapabilities Capabilities { get; init; }

    /// <summary>Prompt template that <c>/api/show</c> prints.</summary>
    public string Template { get; init; } = "{{ .Prompt }}";

    /// <summary>Licence text; null when the model ships none.</summary>
    public string? License { get; init; }

    /// <summary>Default options in Modelfile order, for example <c>num_predict</c> = 32.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; } = [];

    /// <summary>Further keys of <c>model_info</c>; null when there are none.</summary>
    public JsonObject? ExtraModelInfo { get; init; }

    /// <summary>What the model always answers; null lets the simulator write an answer to each prompt.</summary>
    public AnswerScript? Script { get; init; }

    /// <summary>Makes each load fail with 500 and this text; null for a healthy model.</summary>
    public string? LoadError { get; init; }

    internal string BlobDigest => field ??= Sha256Hex.Of($"blob {Name} {SizeBytes}");
}
