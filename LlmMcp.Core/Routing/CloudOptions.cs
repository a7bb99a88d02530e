using LlmMcp.Contracts;

namespace LlmMcp.Core.Routing;

/// <summary>Which clouds may be chosen. Section <c>Cloud</c>. The keys are used by workers; here only their presence counts.</summary>
internal sealed class CloudOptions
{
    public const string Section = "Cloud";

    /// <summary>OpenAI's key; empty or <c>not-used</c> means there is none.</summary>
    public string OpenAiApiKey { get; set; } = "";

    /// <summary>OpenRouter's key; empty or <c>not-used</c> means there is none.</summary>
    public string OpenRouterApiKey { get; set; } = "";

    /// <summary>What routing may know of the keys.</summary>
    public CloudKeys Keys => new(CloudKey.IsSet(OpenAiApiKey), CloudKey.IsSet(OpenRouterApiKey));
}

/// <summary>Which cloud providers have a key.</summary>
internal readonly record struct CloudKeys(bool OpenAi, bool OpenRouter)
{
    /// <summary>The cloud tried first, as the deployed system orders them; null without any key.</summary>
    public string? Preferred => OpenRouter ? Providers.OpenRouter : OpenAi ? Providers.OpenAi : null;
}
