using System.Collections.Frozen;

namespace LlmMcp.Simulator.Catalog;

/// <summary>The published models the simulator knows: figures as the real library states them, digests made up.</summary>
public static class ModelCatalog
{
    private const ModelCapabilities Text = ModelCapabilities.Completion;
    private const ModelCapabilities Tools = ModelCapabilities.Completion | ModelCapabilities.Tools;
    private const ModelCapabilities Thinker = Tools | ModelCapabilities.Thinking;
    private const ModelCapabilities Embedder = ModelCapabilities.Embedding;

    /// <summary>All models, smallest download first.</summary>
    public static IReadOnlyList<ModelSpec> All { get; } = [.. Published().OrderBy(spec => spec.SizeBytes)];

    private static readonly FrozenDictionary<string, ModelSpec> ByName =
        All.ToFrozenDictionary(spec => spec.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The published model of that name, or null. A name without a tag means <c>:latest</c>.</summary>
    /// <param name="name">For example <c>llama3.2:1b</c> or <c>nomic-embed-text</c>.</param>
    public static ModelSpec? Find(string name) =>
        ByName.GetValueOrDefault(name.Contains(':', StringComparison.Ordinal) ? name : name + ":latest");

    /// <summary>The published model of that name.</summary>
    /// <param name="name">As for <see cref="Find"/>.</param>
    /// <exception cref="KeyNotFoundException">The catalogue has no such model.</exception>
    public static ModelSpec Get(string name) =>
        Find(name) ?? throw new KeyNotFoundException($"The simulator's catalogue has no model '{name}'.");

    private static IEnumerable<ModelSpec> Published() =>
    [
        Make("all-minilm:latest", "bert", 22_565_376, "23M", "F16", 45_960_996, new(512, 384, 6, 12, 12, 1536, 30522), Embedder),
        Make("nomic-embed-text:latest", "nomic-bert", 136_727_040, "137M", "F16", 274_302_450, new(2048, 768, 12, 12, 12, 3072, 30522), Embedder),
        Make("mxbai-embed-large:latest", "bert", 334_090_240, "334M", "F16", 669_615_493, new(512, 1024, 24, 16, 16, 4096, 30522), Embedder),
        Make("bge-m3:latest", "bert", 566_703_104, "566.70M", "F16", 1_157_672_605, new(8192, 1024, 24, 16, 16, 4096, 250002), Embedder),
        Make("qwen3:0.6b", "qwen3", 751_632_384, "751.63M", "Q4_K_M", 522_653_767, new(40960, 1024, 28, 16, 8, 3072, 151936), Thinker),
        Make("qwen3:1.7b", "qwen3", 2_031_739_904, "2.0B", "Q4_K_M", 1_359_293_444, new(40960, 2048, 28, 16, 8, 6144, 151936), Thinker),
        Make("qwen3:8b", "qwen3", 8_190_735_360, "8.2B", "Q4_K_M", 5_225_388_164, new(40960, 4096, 36, 32, 8, 12288, 151936), Thinker),
        Make("llama3.2:1b", "llama", 1_235_814_432, "1.2B", "Q8_0", 1_321_098_329, new(131072, 2048, 16, 32, 8, 8192, 128256), Tools),
        Make("llama3.2:3b", "llama", 3_212_749_888, "3.2B", "Q4_K_M", 2_019_393_189, new(131072, 3072, 28, 24, 8, 8192, 128256), Tools),
        Make("llama3.2:latest", "llama", 3_212_749_888, "3.2B", "Q4_K_M", 2_019_393_189, new(131072, 3072, 28, 24, 8, 8192, 128256), Tools),
        Make("llama3.1:8b", "llama", 8_030_261_312, "8.0B", "Q4_K_M", 4_920_753_328, new(131072, 4096, 32, 32, 8, 14336, 128256), Tools),
        Make("llama3.3:70b", "llama", 70_553_706_560, "70.6B", "Q4_K_M", 42_520_413_916, new(131072, 8192, 80, 64, 8, 28672, 128256), Tools),
        Make("gemma3:1b", "gemma3", 999_885_952, "999.89M", "Q4_K_M", 815_319_791, new(32768, 1152, 26, 4, 1, 6912, 262144), Text),
        Make("gemma3:4b", "gemma3", 4_299_915_632, "4.3B", "Q4_K_M", 3_338_801_804, new(131072, 2560, 34, 8, 4, 10240, 262145), Text | ModelCapabilities.Vision),
        Make("gemma3:12b", "gemma3", 12_187_079_280, "12.2B", "Q4_K_M", 8_149_190_253, new(131072, 3840, 48, 16, 8, 15360, 262145), Text | ModelCapabilities.Vision),
        Make("mistral:7b", "llama", 7_248_023_552, "7.2B", "Q4_K_M", 4_372_824_384, new(32768, 4096, 32, 32, 8, 14336, 32768), Tools),
        Make("qwen2.5:7b", "qwen2", 7_615_616_512, "7.6B", "Q4_K_M", 4_683_087_332, new(32768, 3584, 28, 28, 4, 18944, 152064), Tools),
        Make("qwen2.5:14b", "qwen2", 14_770_033_664, "14.8B", "Q4_K_M", 8_988_124_069, new(32768, 5120, 48, 40, 8, 13824, 152064), Tools),
        Make("qwen2.5-coder:7b", "qwen2", 7_615_616_512, "7.6B", "Q4_K_M", 4_683_087_561, new(32768, 3584, 28, 28, 4, 18944, 152064), Tools | ModelCapabilities.Insert),
        Make("deepseek-r1:8b", "qwen3", 8_190_735_360, "8.2B", "Q4_K_M", 5_225_376_047, new(131072, 4096, 36, 32, 8, 12288, 151936), Text | ModelCapabilities.Thinking),
        Make("deepseek-r1:14b", "qwen2", 14_770_033_664, "14.8B", "Q4_K_M", 8_988_112_040, new(131072, 5120, 48, 40, 8, 13824, 152064), Text | ModelCapabilities.Thinking),
        Make("phi4:14b", "phi3", 14_659_507_200, "14.7B", "Q4_K_M", 9_053_116_391, new(16384, 5120, 40, 40, 10, 17920, 100352), Text),
        Make("gpt-oss:20b", "gptoss", 20_914_757_184, "20.9B", "MXFP4", 13_793_441_244, new(131072, 2880, 24, 64, 8, 2880, 201088), Thinker),
    ];

    private static ModelSpec Make(
        string name, string architecture, long parameters, string parameterSize, string quantization, long bytes, Shape shape, ModelCapabilities capabilities) =>
        new()
        {
            Name = name,
            Architecture = architecture,
            ParameterCount = parameters,
            ParameterSize = parameterSize,
            Quantization = quantization,
            SizeBytes = bytes,
            ContextLength = shape.Context,
            EmbeddingLength = shape.Embedding,
            BlockCount = shape.Blocks,
            HeadCount = shape.Heads,
            HeadCountKv = shape.HeadsKv,
            FeedForwardLength = shape.FeedForward,
            VocabularySize = shape.Vocabulary,
            Capabilities = capabilities,
            Template = capabilities.HasFlag(ModelCapabilities.Embedding)
                ? "{{ .Prompt }}"
                : "{{ if .System }}<|system|>{{ .System }}\n{{ end }}{{ range .Messages }}<|{{ .Role }}|>{{ .Content }}\n{{ end }}<|assistant|>",
        };

    private sealed record Shape(int Context, int Embedding, int Blocks, int Heads, int HeadsKv, int FeedForward, int Vocabulary);
}
