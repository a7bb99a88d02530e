using LlmMcp.Contracts;

namespace LlmMcp.Core.Fleet;

/// <summary>Whose devices run a kind.</summary>
internal static class JobProviders
{
    /// <summary>The provider of a kind that calls a model.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind calls none (<see cref="JobKinds.CallsModel"/>).</exception>
    public static string Of(string kind) => kind switch
    {
        _ when JobKinds.IsOllama(kind) => Providers.Ollama,
        _ when JobKinds.IsCompat(kind) => Providers.Compat,
        JobKinds.OpenAiChat or JobKinds.OpenAiEmbed => Providers.OpenAi,
        JobKinds.OpenRouterChat => Providers.OpenRouter,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The kind calls no model."),
    };
}
