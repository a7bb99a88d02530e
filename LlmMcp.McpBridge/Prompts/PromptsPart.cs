using LlmMcp.McpBridge.Server;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Prompts;

/// <summary>The prompts, as a capability of the server.</summary>
internal sealed class PromptsPart(HubPrompts prompts) : IServerPart
{
    public void AddTo(McpServerOptions options) => options.PromptCollection = prompts.ToCollection();
}

/// <summary>Adds the prompts.</summary>
internal static class PromptsSlice
{
    public static IServiceCollection AddPrompts(this IServiceCollection services) => services
        .AddSingleton<HubPrompts>()
        .AddSingleton<IServerPart, PromptsPart>();
}
