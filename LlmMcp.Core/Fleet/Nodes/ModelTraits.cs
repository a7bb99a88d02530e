namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>What a model is good for: by its capabilities where the server tells them, else by its name.</summary>
internal static class ModelTraits
{
    private static readonly string[] ThinkingNames =
        ["deepseek-r1", "phi4-reasoning", "lfm2.5-thinking", "deepscaler", "exaone-deep"];

    // Thousands of tokens by what the name begins with.
    private static readonly (string Beginning, int Thousands)[] Contexts =
    [
        ("tinyllama", 2), ("yi:", 4), ("phi4-reasoning", 16), ("gemma", 8),
        ("qwen3:", 32), ("qwen2.5:", 32), ("qwen2.5-coder:", 32), ("exaone-deep:", 32), ("granite4:", 32), ("lfm2.5-thinking:", 32), ("falcon3:", 32), ("smollm2:", 32),
        ("llama3.2:", 128), ("phi3.5:", 128), ("phi3:", 128), ("qwen2.5vl:", 128), ("qwen3-vl:", 128),
    ];

    private const int EmbeddingThousands = 8;
    private const int OtherThousands = 4;

    /// <summary>The longest context in tokens that a model of this name usually has; for when its server does not tell.</summary>
    public static int LikelyContext(string name)
    {
        var known = Contexts.FirstOrDefault(context => name.StartsWith(context.Beginning, StringComparison.OrdinalIgnoreCase));
        return 1024 * (IsEmbedding(name) ? EmbeddingThousands : known.Beginning is null ? OtherThousands : known.Thousands);
    }

    /// <summary><c>embed</c> for a model that can embed and cannot talk.</summary>
    public static string Kind(string name, IReadOnlyCollection<string>? capabilities) =>
        (capabilities is { Count: > 0 }
            ? capabilities.Contains("embedding") && !capabilities.Contains("completion")
            : IsEmbedding(name))
        ? CatalogueModel.Embed
        : CatalogueModel.Chat;

    /// <summary>True for a model that can show its chain of thought.</summary>
    public static bool Thinks(string name, IReadOnlyCollection<string>? capabilities) =>
        capabilities is { Count: > 0 }
            ? capabilities.Contains("thinking")
            : name.StartsWith("qwen3:", StringComparison.OrdinalIgnoreCase)
              || ThinkingNames.Any(known => name.Contains(known, StringComparison.OrdinalIgnoreCase));

    private static bool IsEmbedding(string name) => name.Contains("embed", StringComparison.OrdinalIgnoreCase);
}
