using System.Text.Json.Nodes;

namespace LlmMcp.Simulator.Catalog;

/// <summary>What <c>/api/show</c> prints as <c>model_info</c> and <c>tensors</c>, worked out from the shape of the model.</summary>
internal static class ModelFacts
{
    // A verbose answer of a real model lists 150,000 tokens; enough of them show the format.
    private const int MaxVerboseTokens = 512;

    public static JsonObject ModelInfo(ModelSpec spec, bool verbose)
    {
        var arch = spec.Architecture;
        var info = new JsonObject
        {
            ["general.architecture"] = arch,
            ["general.file_type"] = FileType(spec.Quantization),
            ["general.parameter_count"] = spec.ParameterCount,
            ["general.quantization_version"] = 2,
        };
        foreach (var (key, value) in spec.ExtraModelInfo ?? [])
        {
            info[key] = value?.DeepClone();
        }

        info[$"{arch}.attention.head_count"] = spec.HeadCount;
        info[$"{arch}.attention.head_count_kv"] = spec.HeadCountKv;
        info[$"{arch}.attention.layer_norm_rms_epsilon"] = 1e-5;
        info[$"{arch}.block_count"] = spec.BlockCount;
        info[$"{arch}.context_length"] = spec.ContextLength;
        info[$"{arch}.embedding_length"] = spec.EmbeddingLength;
        info[$"{arch}.feed_forward_length"] = spec.FeedForwardLength;
        if (spec.Capabilities.HasFlag(ModelCapabilities.Embedding))
        {
            info[$"{arch}.pooling_type"] = 1;
        }

        info[$"{arch}.rope.dimension_count"] = HeadWidth(spec);
        info[$"{arch}.vocab_size"] = spec.VocabularySize;
        AddTokenizer(info, spec, verbose);
        return info;
    }

    public static JsonArray Tensors(ModelSpec spec)
    {
        var width = spec.EmbeddingLength;
        var keyWidth = HeadWidth(spec) * spec.HeadCountKv;
        var weights = spec.Quantization is "F16" or "unknown" ? "F32" : spec.Quantization.Split('_')[0] + "_" + spec.Quantization.Split('_').ElementAtOrDefault(1);
        var tensors = new JsonArray(
            Tensor("output.weight", weights, width, spec.VocabularySize),
            Tensor("output_norm.weight", "F32", width),
            Tensor("token_embd.weight", weights, width, spec.VocabularySize));
        for (var block = 0; block < spec.BlockCount; block++)
        {
            tensors.Add(Tensor($"blk.{block}.attn_k.weight", weights, width, keyWidth));
            tensors.Add(Tensor($"blk.{block}.attn_norm.weight", "F32", width));
            tensors.Add(Tensor($"blk.{block}.attn_output.weight", weights, width, width));
            tensors.Add(Tensor($"blk.{block}.attn_q.weight", weights, width, width));
            tensors.Add(Tensor($"blk.{block}.attn_v.weight", weights, width, keyWidth));
            tensors.Add(Tensor($"blk.{block}.ffn_down.weight", weights, spec.FeedForwardLength, width));
            tensors.Add(Tensor($"blk.{block}.ffn_gate.weight", weights, width, spec.FeedForwardLength));
            tensors.Add(Tensor($"blk.{block}.ffn_norm.weight", "F32", width));
            tensors.Add(Tensor($"blk.{block}.ffn_up.weight", weights, width, spec.FeedForwardLength));
        }

        return tensors;
    }

    public static int HeadWidth(ModelSpec spec) => Math.Max(1, spec.EmbeddingLength / spec.HeadCount);

    private static void AddTokenizer(JsonObject info, ModelSpec spec, bool verbose)
    {
        var count = Math.Min(spec.VocabularySize, MaxVerboseTokens);
        info["tokenizer.ggml.bos_token_id"] = 1;
        info["tokenizer.ggml.eos_token_id"] = 2;
        info["tokenizer.ggml.model"] = spec.Architecture is "llama" && spec.VocabularySize < 32_001 ? "llama" : "gpt2";
        info["tokenizer.ggml.scores"] = verbose ? Numbers(count, _ => 0) : null;
        info["tokenizer.ggml.token_type"] = verbose ? Numbers(count, id => id < 3 ? 3 : 1) : null;
        info["tokenizer.ggml.tokens"] = verbose ? new JsonArray([.. Enumerable.Range(0, count).Select(id => JsonValue.Create($"<{id}>"))]) : null;
        info["tokenizer.ggml.unknown_token_id"] = 0;
    }

    private static JsonArray Numbers(int count, Func<int, int> value) =>
        new([.. Enumerable.Range(0, count).Select(id => JsonValue.Create(value(id)))]);

    private static JsonObject Tensor(string name, string type, params int[] shape) =>
        new() { ["name"] = name, ["type"] = type, ["shape"] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]) };

    private static int FileType(string quantization) => quantization switch
    {
        "F16" => 1,
        "Q4_0" => 2,
        "Q8_0" => 7,
        "Q4_K_M" => 15,
        "MXFP4" => 4,
        _ => 0,
    };
}
