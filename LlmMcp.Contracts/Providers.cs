namespace LlmMcp.Contracts;

/// <summary>Who answers: the value of <c>result.provider</c> and of <c>llm_costs.provider</c>.</summary>
public static class Providers
{
    /// <summary>An Ollama node.</summary>
    public const string Ollama = "ollama";

    /// <summary>An OpenAI-compatible node of the owner's (MLX, llama.cpp, vLLM, LM Studio).</summary>
    public const string Compat = "compat";

    /// <summary>api.openai.com or what <c>OPENAI_BASE_URL</c> names.</summary>
    public const string OpenAi = "openai";

    /// <summary>openrouter.ai or what <c>OPENROUTER_BASE_URL</c> names.</summary>
    public const string OpenRouter = "openrouter";

    /// <summary>All of them, the owner's own first.</summary>
    public static readonly IReadOnlyList<string> All = [Ollama, Compat, OpenAi, OpenRouter];

    /// <summary>True for those that are elsewhere and charge.</summary>
    public static bool IsCloud(string provider) => provider is OpenAi or OpenRouter;
}
