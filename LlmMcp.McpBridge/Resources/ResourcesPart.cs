using LlmMcp.McpBridge.Server;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace LlmMcp.McpBridge.Resources;

/// <summary>The resources, their completion and notices of change, as a capability of the server.</summary>
internal sealed class ResourcesPart(HubResources resources, JobListing listing, Completions completions, SessionSubscriptions subscriptions) : IServerPart
{
    public void AddTo(McpServerOptions options)
    {
        options.Capabilities ??= new ServerCapabilities();
        options.Capabilities.Resources = new ResourcesCapability { Subscribe = true };
        options.ResourceCollection = resources.ToCollection();
        options.Handlers.ListResourcesHandler = listing.ListAsync;
        options.Handlers.CompleteHandler = completions.CompleteAsync;
        options.Handlers.SubscribeToResourcesHandler = subscriptions.SubscribeAsync;
        options.Handlers.UnsubscribeFromResourcesHandler = subscriptions.UnsubscribeAsync;
    }
}

/// <summary>Adds the resources.</summary>
internal static class ResourcesSlice
{
    public static IServiceCollection AddResources(this IServiceCollection services) => services
        .AddSingleton<HubResources>()
        .AddSingleton<JobListing>()
        .AddSingleton<Completions>()
        .AddSingleton<ResourceChanges>()
        .AddSingleton<ResourceUpdates>()
        .AddSingleton<SessionSubscriptions>()
        .AddSingleton<ISessionWatcher>(static provider => provider.GetRequiredService<SessionSubscriptions>())
        .AddSingleton<IServerPart, ResourcesPart>();
}
