using LlmMcp.AppHost.Publishing;
using LlmMcp.AppHost.Settings;
using LlmMcp.AppHost.Wiring;

namespace LlmMcp.AppHost.Resources;

/// <summary>The MCP server and the older HTTP bridge.</summary>
internal static class BridgeResources
{
    public static void AddBridge(this IDistributedApplicationBuilder builder, AppHostSettings settings, Variables variables, IResourceBuilder<ProjectResource> core)
    {
        var bridge = builder.AddProject<Projects.LlmMcp_McpBridge>("bridge", launchProfileName: null)
            .WithOwnListeners()
            .WithListener("http", settings.BridgePort, containerPort: 3333)
            .WithExternalHttpEndpoints()
            .WithReference(core.GetEndpoint("http"))
            .WaitFor(core)
            .WithHttpHealthCheck("/health", endpointName: "http")
            .Hardened(settings.Target, ContainerProfiles.Bridge);
        variables.PassTo(bridge, "Bridge").WithWiring(() => ProcessEnvironment.Bridge<object>(
            core.GetEndpoint("http"), bridge.ListenAddress("http"), variables.InternalKey.Resource));
    }
}
