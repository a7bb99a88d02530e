namespace LlmMcp.Core.Fleet.Nodes;

/// <summary>What a model is good for: by its capabilities where the server tells them, else by its name.</summary>
internal static class ModelTraits
{
    private static readonly string[] ThinkingNames =
        ["deepseek-r1", "phi4-reasoning", "lfm2.5-thinking", "deepscaler", "exaone-deep"];

    /// <summary><c>embed</c> for a model that can embed and cannot talk.</summary>
    public static string Kind(string name, IReadOnlyCollection<string>? capabilities) =>
        (capabilities is { Count: > 0 }
            ? capabilities.Contains("embedding") && !capabilities.Contains("completion")
            : name.Contains("embed", StringComparison.OrdinalIgnoreCase))
        ? CatalogueModel.Embed
        : CatalogueModel.Chat;

    /// <summary>True for a model that can show its chain of thought.</summary>
    public static bool Thinks(string name, IReadOnlyCollection<string>? capabilities) =>
        capabilities is { Count: > 0 }
            ? capabilities.Contains("thinking")
            : name.StartsWith("qwen3:", StringComparison.OrdinalIgnoreCase)
              || ThinkingNames.Any(known => name.Contains(known, StringComparison.OrdinalIgnoreCase));
}
