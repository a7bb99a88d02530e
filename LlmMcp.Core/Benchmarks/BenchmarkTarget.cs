using LlmMcp.Contracts;
using LlmMcp.Core.Fleet;
using LlmMcp.Core.Fleet.Speeds;

namespace LlmMcp.Core.Benchmarks;

/// <summary>A model on a device, to be measured.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Provider">One of <see cref="Providers"/>.</param>
/// <param name="Model">Canonical name.</param>
/// <param name="TaskType"><see cref="ModelSpeed.Generate"/> or <see cref="ModelSpeed.Embed"/>.</param>
internal sealed record BenchmarkTarget(string DeviceId, string Provider, string Model, string TaskType)
{
    /// <summary>
    /// The kind of its job; null when the provider has no such kind. Ollama has benchmark kinds of its own, which workers of the
    /// deployed system know; elsewhere an ordinary job is measured, so that there is one way to call a model.
    /// </summary>
    public string? Kind => (Provider, TaskType) switch
    {
        (Providers.Ollama, ModelSpeed.Generate) => JobKinds.BenchmarkOllamaGenerate,
        (Providers.Ollama, ModelSpeed.Embed) => JobKinds.BenchmarkOllamaEmbed,
        (Providers.Compat, ModelSpeed.Generate) => JobKinds.CompatChat,
        (Providers.Compat, ModelSpeed.Embed) => JobKinds.CompatEmbed,
        (Providers.OpenAi, ModelSpeed.Generate) => JobKinds.OpenAiChat,
        (Providers.OpenAi, ModelSpeed.Embed) => JobKinds.OpenAiEmbed,
        (Providers.OpenRouter, ModelSpeed.Generate) => JobKinds.OpenRouterChat,
        _ => null,
    };

    /// <summary>What a model is for.</summary>
    public static string TaskTypeOf(FleetSnapshot fleet, string provider, string model) =>
        fleet.IsEmbedding(provider, model) ? ModelSpeed.Embed : ModelSpeed.Generate;
}
