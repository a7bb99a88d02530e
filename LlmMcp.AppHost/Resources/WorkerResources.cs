using LlmMcp.AppHost.Publishing;
using LlmMcp.AppHost.Settings;
using LlmMcp.AppHost.Wiring;

namespace LlmMcp.AppHost.Resources;

/// <summary>The workers: as many as are asked for, each with an id of its own.</summary>
internal static class WorkerResources
{
    private const int HealthPort = 8081;

    public static void AddWorkers(
        this IDistributedApplicationBuilder builder, AppHostSettings settings, Variables variables, IResourceBuilder<ProjectResource> core, ModelServerResources nodes)
    {
        if (settings.WorkerReplicas == 0)
        {
            return;
        }

        var worker = builder.AddProject<Projects.LlmMcp_Worker>("worker", launchProfileName: null)
            .WithOwnListeners()
            .WithReplicas(settings.WorkerReplicas)
            .WithReference(core.GetEndpoint("grpc"))
            .WaitFor(core)
            .Hardened(settings.Target, ContainerProfiles.Worker with { CallsTheHost = settings.CallsTheHost });
        if (!worker.IsPublished())
        {
            worker.WithListener("health", port: null, HealthPort).WithHttpHealthCheck("/health", endpointName: "health");
        }

        variables.PassTo(worker, "Worker").WithWiring(() => ProcessEnvironment.Worker<object>(
            core.GetEndpoint("grpc"), worker.IsPublished() ? $"127.0.0.1:{HealthPort}" : worker.ListenAddress("health"), variables.InternalKey.Resource, nodes.Variables));
    }
}
