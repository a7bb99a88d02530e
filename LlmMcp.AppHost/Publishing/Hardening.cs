using LlmMcp.AppHost.Resources;
using LlmMcp.AppHost.Settings;

namespace LlmMcp.AppHost.Publishing;

/// <summary>Writes a <see cref="ContainerProfile"/> into what is published.</summary>
internal static class Hardening
{
    /// <summary>Nothing on this machine; in published files an ordinary user, a read-only root, no capabilities, limits and checks.</summary>
    public static IResourceBuilder<T> Hardened<T>(this IResourceBuilder<T> resource, DeploymentTarget target, ContainerProfile profile)
        where T : IComputeResource =>
        (resource.IsPublished(), target) switch
        {
            (true, DeploymentTarget.Compose) => resource.PublishAsDockerComposeService((_, service) => ComposeHardening.Apply(service, profile)),
            (true, DeploymentTarget.Kubernetes) => resource.PublishAsKubernetesService(published => KubernetesHardening.Apply(published, profile)),
            _ => resource,
        };
}
