namespace LlmMcp.Contracts;

/// <summary>The job kinds llm-mcp runs itself. Any other kind is custom and runs on a worker that asks for it by name.</summary>
public static class JobKinds
{
    /// <summary>Answers <c>{"ok":true,"echo":payload}</c>; needs no model and no slot.</summary>
    public const string Echo = "echo";

    /// <summary>Ollama <c>/api/generate</c>.</summary>
    public const string OllamaGenerate = "ollama.generate";

    /// <summary>Ollama <c>/api/chat</c>.</summary>
    public const string OllamaChat = "ollama.chat";

    /// <summary>Ollama embeddings; the result keeps the raw vector of <c>/api/embeddings</c>.</summary>
    public const string OllamaEmbed = "ollama.embed";

    /// <summary>OpenAI chat completions.</summary>
    public const string OpenAiChat = "openai.chat";

    /// <summary>OpenAI embeddings.</summary>
    public const string OpenAiEmbed = "openai.embed";

    /// <summary>OpenRouter chat completions.</summary>
    public const string OpenRouterChat = "openrouter.chat";

    /// <summary>Chat completions of an OpenAI-compatible node (MLX, llama.cpp, vLLM, LM Studio).</summary>
    public const string CompatChat = "compat.chat";

    /// <summary>Embeddings of an OpenAI-compatible node.</summary>
    public const string CompatEmbed = "compat.embed";

    /// <summary>Measures generation speed of one Ollama model on one device.</summary>
    public const string BenchmarkOllamaGenerate = "benchmark.ollama.generate";

    /// <summary>Measures embedding speed of one Ollama model on one device.</summary>
    public const string BenchmarkOllamaEmbed = "benchmark.ollama.embed";

    /// <summary>All kinds above, in the order a reader learns them.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        OllamaGenerate, OllamaChat, OllamaEmbed, OpenAiChat, OpenAiEmbed, OpenRouterChat, CompatChat, CompatEmbed,
        BenchmarkOllamaGenerate, BenchmarkOllamaEmbed, Echo,
    ];

    /// <summary>
    /// The kinds of the deployed system. A worker of that system claims with an empty list and means these; offering it
    /// any other kind would make it answer with an echo.
    /// </summary>
    public static readonly IReadOnlyList<string> OfDeployedSystem =
    [
        OllamaGenerate, OllamaEmbed, OpenAiChat, OpenRouterChat, BenchmarkOllamaGenerate, BenchmarkOllamaEmbed, Echo,
    ];

    /// <summary>True for kinds that call a model and therefore occupy a slot of a device or of a cloud provider.</summary>
    public static bool CallsModel(string kind) => kind != Echo && All.Contains(kind);

    /// <summary>True for kinds that run on an Ollama node.</summary>
    public static bool IsOllama(string kind) =>
        kind.StartsWith("ollama.", StringComparison.Ordinal) || kind.StartsWith("benchmark.ollama.", StringComparison.Ordinal);

    /// <summary>True for kinds that run on an OpenAI-compatible node.</summary>
    public static bool IsCompat(string kind) => kind.StartsWith("compat.", StringComparison.Ordinal);

    /// <summary>True for kinds whose answer is a vector.</summary>
    public static bool IsEmbedding(string kind) => kind.EndsWith(".embed", StringComparison.Ordinal);
}
