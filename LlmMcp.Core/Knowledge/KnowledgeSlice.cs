using LlmMcp.Core.Fleet.Nodes;

namespace LlmMcp.Core.Knowledge;

/// <summary>Passing texts on to knowledge bases.</summary>
internal static class KnowledgeSlice
{
    public static IServiceCollection AddKnowledge(this IServiceCollection services)
    {
        services.AddOptions<KnowledgeOptions>().BindConfiguration(KnowledgeOptions.Section)
            .Validate(static options => IsAddress(options.LightRagUrl), "Knowledge:LightRagUrl (LIGHTRAG_URL) is not an http or https URL.")
            .Validate(static options => IsAddress(options.Mem0Url), "Knowledge:Mem0Url (MEM0_URL) is not an http or https URL.")
            .ValidateOnStart();
        return services.AddSingleton<KnowledgeBases>();
    }

    private static bool IsAddress(string text) => text.Length == 0 || NodeUrl.TryParse(text, 80, out _);
}
