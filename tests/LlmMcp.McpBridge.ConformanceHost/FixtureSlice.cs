using LlmMcp.McpBridge.Prompts;
using LlmMcp.McpBridge.Resources;
using LlmMcp.McpBridge.Server;
using LlmMcp.McpBridge.Tasks;
using LlmMcp.McpBridge.Tools;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmMcp.McpBridge.ConformanceHost;

/// <summary>What the conformance suite expects of the server under test.</summary>
internal static class FixtureSlice
{
    private static readonly Type[] Replaced = [typeof(ToolsPart), typeof(ResourcesPart), typeof(PromptsPart)];

    /// <summary>Takes the bridge's own tools, resources and prompts out and the suite's in. Transport, sessions, tasks, subscriptions stay the bridge's.</summary>
    public static IServiceCollection AddFixtures(this IServiceCollection services)
    {
        foreach (var own in services.Where(static one => Replaced.Contains(one.ImplementationType)).ToList())
        {
            services.Remove(own);
        }

        services.Replace(ServiceDescriptor.Singleton<ITaskSource, TaskFixtures>());
        services.AddSingleton<IServerPart, FixturePart>();
        return services;
    }
}
