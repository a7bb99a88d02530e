using LlmMcp.McpBridge.Server;
using LlmMcp.McpBridge.Tasks;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.ConformanceHost;

/// <summary>The suite's tools, resources and prompts.</summary>
internal sealed class FixturePart(ITaskSource tasks) : IServerPart
{
    public void AddTo(McpServerOptions options)
    {
        options.ToolCollection = [.. ContentTools.All(), .. ClientTools.All(), .. InputTools.All(), .. ((TaskFixtures)tasks).Tools()];
        options.ResourceCollection = [.. ResourceFixtures.All()];
        options.PromptCollection = [.. PromptFixtures.All()];
        options.Capabilities!.Resources = new ResourcesCapability { Subscribe = true };
        options.Handlers.SubscribeToResourcesHandler = static (_, _) => ValueTask.FromResult(new EmptyResult());
        options.Handlers.UnsubscribeFromResourcesHandler = static (_, _) => ValueTask.FromResult(new EmptyResult());
        options.Handlers.CompleteHandler = static (_, _) => ValueTask.FromResult(new CompleteResult { Completion = new Completion { Values = [], Total = 0, HasMore = false } });
        options.Handlers.SetLoggingLevelHandler = static (_, _) => ValueTask.FromResult(new EmptyResult());
    }

    /// <summary>A tool made of a method.</summary>
    public static McpServerTool Tool(string name, string description, Delegate method) =>
        McpServerTool.Create(method, new McpServerToolCreateOptions { Name = name, Description = description });

    /// <summary>A result of one text.</summary>
    public static CallToolResult Text(string text) => new() { Content = [new TextContentBlock { Text = text }] };
}
