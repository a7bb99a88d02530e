using LlmMcp.AppHost.Publishing;
using LlmMcp.AppHost.Settings;
using LlmMcp.AppHost.Wiring;

namespace LlmMcp.AppHost.Resources;

/// <summary>The hub.</summary>
internal static class CoreResources
{
    public static IResourceBuilder<ProjectResource> AddCore(
        this IDistributedApplicationBuilder builder, AppHostSettings settings, Variables variables,
        DatabaseResource database, ModelServerResources nodes)
    {
        var core = builder.AddProject<Projects.LlmMcp_Core>("core", launchProfileName: null)
            .WithOwnListeners()
            .WithListener("http", settings.HttpPort, containerPort: 8080)
            .WithListener("grpc", settings.GrpcPort, containerPort: 9090)
            .WithEndpoint("grpc", static endpoint => endpoint.Transport = "http2")
            .WithExternalHttpEndpoints()
            .WithReplicas(settings.CoreReplicas)
            .WithReference(database.Connection)
            .WaitFor(database.Connection)
            .WithHttpHealthCheck("/health/ready", endpointName: "http")
            .WithCoreCommands(variables.InternalKey.Resource)
            .Hardened(settings.Target, ContainerProfiles.Core with { CallsTheHost = settings.CallsTheHost });
        if (nodes.Server is { } server)
        {
            core.WithReferenceRelationship(server);
        }

        if (core.IsPublished() && settings.Target == DeploymentTarget.Kubernetes)
        {
            // The chart's connection string names values that Aspire writes only for variables of their own.
            core = database.User is { } user ? core.WithEnvironment("DB_USER", user) : core;
            core = database.Password is { } password ? core.WithEnvironment("DB_PASSWORD", password) : core;
        }

        return variables.PassTo(core, "Core").WithWiring(() => ProcessEnvironment.Core<object>(
            core.ListenAddress("http"), core.ListenAddress("grpc"), new ConnectionStringReference(database.Connection.Resource, optional: false), variables.InternalKey.Resource, nodes.Variables));
    }
}
