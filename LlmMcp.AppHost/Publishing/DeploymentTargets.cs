using LlmMcp.AppHost.Settings;

namespace LlmMcp.AppHost.Publishing;

/// <summary>What <c>aspire publish</c> and <c>aspire deploy</c> write for: one at a time, since a resource can only be deployed to one.</summary>
internal static class DeploymentTargets
{
    private const string DashboardImage = "mcr.microsoft.com/dotnet/aspire-dashboard";
    private const string DashboardTag = "13.5";
    private const int DashboardPort = 18888;

    public static void AddDeploymentTarget(this IDistributedApplicationBuilder builder, AppHostSettings settings)
    {
        if (settings.Target == DeploymentTarget.Compose)
        {
            builder.AddDockerComposeEnvironment("compose")
                .ExcludeFromManifest()
                .WithProperties(static compose => compose.DefaultNetworkName = "llm-mcp")
                .WithDashboard(static dashboard => dashboard
                    .WithImage(DashboardImage, DashboardTag)
                    .WithHostPort(DashboardPort)
                    .PublishAsDockerComposeService(static (_, service) =>
                    {
                        ComposeHardening.Apply(service, ContainerProfiles.Dashboard);
                        // It shows what jobs are about: for whoever sits at this machine, or comes through a tunnel.
                        service.Ports = [$"127.0.0.1:{DashboardPort}:{DashboardPort}"];
                    }));
        }
        else if (settings.Target == DeploymentTarget.Kubernetes)
        {
            builder.AddKubernetesEnvironment("kubernetes")
                .ExcludeFromManifest()
                .WithHelm(static helm => helm.WithNamespace("ns-llm").WithReleaseName("llm-mcp").WithChartName("llm-mcp").WithChartDescription("A durable queue in front of every language model you can reach."))
                .WithProperties(static cluster =>
                {
                    cluster.DefaultStorageType = "pvc";
                    cluster.DefaultStorageSize = "20Gi";
                })
                .WithDashboard(static dashboard => dashboard
                    .WithImage(DashboardImage, DashboardTag)
                    .PublishAsKubernetesService(static published => KubernetesHardening.Apply(published, ContainerProfiles.Dashboard)));
        }
    }
}
